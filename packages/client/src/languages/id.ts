import type { Words } from './words.js';

/** Indonesian, formal. */
export const words: Words = {
  label: 'Pemeriksaan sebelum kode dikirim',
  checking: 'Mohon tunggu sebentar, kami sedang memeriksa permintaan Anda.',
  checkingMore: 'Saat ini ada banyak permintaan kode. Pemeriksaan memerlukan waktu sedikit lebih lama.',
  done: 'Pemeriksaan selesai.',
  waitFor: 'Anda dapat meminta kode dalam {time}.',
  resendIn: 'Anda dapat meminta kode baru dalam {time}.',
  ready: 'Anda dapat meminta kode sekarang.',
  otherWays: 'Saat ini kami tidak dapat mengirim kode ke telepon Anda. Silakan pilih cara lain.',
  denied: 'Kami tidak dapat mengirim kode ke nomor ini. Silakan periksa nomornya atau gunakan nomor lain.',
  numberInvalid: 'Nomor telepon tampaknya belum benar. Silakan periksa kembali.',
  offline: 'Tidak dapat tersambung. Silakan periksa koneksi internet Anda, lalu coba lagi.',
  tryLater: 'Ada terlalu banyak percobaan dari jaringan Anda. Silakan coba lagi dalam {time}.',
  insecure: 'Pemeriksaan memerlukan koneksi aman. Silakan buka halaman ini dengan https atau pilih cara lain.',
  failed: 'Pemeriksaan tidak dapat diselesaikan. Silakan coba lagi atau pilih cara lain.',
  expired: 'Masa berlaku pemeriksaan telah habis. Silakan kirim formulir lagi.',
  retry: 'Coba lagi',
  textUs: 'Silakan kirim teks ini melalui SMS ke {number}, dari telepon yang nomornya Anda masukkan.',
  textUsWithin: 'Teks ini berlaku selama {time}.',
  openMessages: 'Buka aplikasi pesan',
  copy: 'Salin',
  copied: 'Disalin',
};
