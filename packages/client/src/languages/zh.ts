import type { Words } from './words.js';

/** Chinese, simplified characters, polite. */
export const words: Words = {
  label: '发送验证码前的检查',
  checking: '正在检查您的请求，请稍候。',
  checkingMore: '目前验证码请求较多，检查所需时间会稍长。',
  done: '检查已完成。',
  waitFor: '您可在{time}后获取验证码。',
  resendIn: '您可在{time}后重新获取验证码。',
  ready: '您现在可以获取验证码。',
  otherWays: '目前无法向您的手机发送验证码，请选择其他方式。',
  denied: '无法向此号码发送验证码，请核对号码或使用其他号码。',
  numberInvalid: '电话号码似乎有误，请核对。',
  offline: '无法建立连接，请检查网络后重试。',
  tryLater: '来自您所在网络的尝试次数过多，请在{time}后重试。',
  insecure: '检查需要安全连接，请通过 https 打开本页面，或选择其他方式。',
  failed: '检查未能完成，请重试或选择其他方式。',
  expired: '检查结果已过期，请重新提交表单。',
  retry: '重试',
  textUs: '请用您所填号码的手机，将此内容以短信发送至 {number}。',
  textUsWithin: '有效时间为{time}。',
  openMessages: '打开短信应用',
  copy: '复制',
  copied: '已复制',
};
