import type { Words } from './words.js';

/** Portuguese, formal: Brazilian words, without a pronoun that is rude in Portugal. */
export const words: Words = {
  label: 'Verificação antes do envio de um código',
  checking: 'Aguarde um momento, por favor. A verificação está em curso.',
  checkingMore: 'Há muitos pedidos de código neste momento. A verificação vai demorar um pouco mais.',
  done: 'A verificação foi concluída.',
  waitFor: 'Será possível solicitar um código em {time}.',
  resendIn: 'Será possível solicitar outro código em {time}.',
  ready: 'Já é possível solicitar um código.',
  otherWays: 'Neste momento, não podemos enviar um código para o seu telefone. Por favor, escolha outra opção.',
  denied: 'Não podemos enviar um código para este número. Por favor, verifique o número ou use outro.',
  numberInvalid: 'Este número não parece correto. Por favor, verifique o número.',
  offline: 'Não foi possível conectar. Por favor, verifique a sua conexão e tente novamente.',
  tryLater: 'Houve muitas tentativas a partir da sua rede. Por favor, tente novamente em {time}.',
  insecure: 'A verificação exige uma conexão segura. Por favor, abra a página com https ou escolha outra opção.',
  failed: 'Não foi possível concluir a verificação. Por favor, tente novamente ou escolha outra opção.',
  expired: 'A verificação expirou. Por favor, envie o formulário novamente.',
  retry: 'Tentar novamente',
  textUs: 'Por favor, envie este texto por SMS para {number}, a partir do telefone com o número informado.',
  textUsWithin: 'Este texto é válido por {time}.',
  openMessages: 'Abrir o app de mensagens',
  copy: 'Copiar',
  copied: 'Copiado',
};
