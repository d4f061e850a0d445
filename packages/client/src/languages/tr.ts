import type { Words } from './words.js';

/** Turkish, formal; buttons in the singular, as is usual. No suffix follows a placeholder. */
export const words: Words = {
  label: 'Kod gönderilmeden önceki kontrol',
  checking: 'Lütfen bekleyin, talebinizi kontrol ediyoruz.',
  checkingMore: 'Şu anda çok sayıda kod isteniyor. Kontrol biraz daha uzun sürecek.',
  done: 'Kontrol tamamlandı.',
  waitFor: '{time} sonra kod isteyebilirsiniz.',
  resendIn: '{time} sonra yeni bir kod isteyebilirsiniz.',
  ready: 'Şimdi kod isteyebilirsiniz.',
  otherWays: 'Şu anda telefonunuza kod gönderemiyoruz. Lütfen başka bir yöntem seçin.',
  denied: 'Bu numaraya kod gönderemiyoruz. Lütfen numarayı kontrol edin veya başka bir numara kullanın.',
  numberInvalid: 'Telefon numarası hatalı görünüyor. Lütfen kontrol edin.',
  offline: 'Bağlantı kurulamadı. Lütfen internet bağlantınızı kontrol edip tekrar deneyin.',
  tryLater: 'Ağınızdan çok fazla deneme yapıldı. Lütfen {time} sonra tekrar deneyin.',
  insecure: 'Kontrol için güvenli bağlantı gerekiyor. Lütfen sayfayı https ile açın veya başka bir yöntem seçin.',
  failed: 'Kontrol tamamlanamadı. Lütfen tekrar deneyin veya başka bir yöntem seçin.',
  expired: 'Kontrolün süresi doldu. Lütfen formu yeniden gönderin.',
  retry: 'Tekrar dene',
  textUs: 'Lütfen bu metni, numarasını girdiğiniz telefondan {number} numarasına SMS ile gönderin.',
  textUsWithin: 'Bu metin {time} boyunca geçerlidir.',
  openMessages: 'Mesajlar uygulamasını aç',
  copy: 'Kopyala',
  copied: 'Kopyalandı',
};
