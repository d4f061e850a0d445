/**
 * Relative cost of a text by prefix, 1 to 12: international billing rates of GOV.UK Notify
 * (alphagov/notifications-utils, international_billing_rates.yml, MIT), rates of 2025-03-31. Relative cost → prefixes.
 */
export const RELATIVE_PRICES: readonly (readonly [relativeCost: number, prefixes: string])[] = [
  [1, '1 239 264 299 389 423 48 506 66 686 82 853 86 90'],
  [
    2,
    '1684 1721 246 298 30 33 34 350 351 352 353 354 356 357 358 36 370 371 372 373 385 39 40 41 420 421 43 44 45 46 47 503 53 55 56 57 58 598 61 64 65 672 673 677 680 681 691 692 81 852 886 91',
  ],
  [3, '1242 1809 1829 1849 244 254 262 266 267 27 291 297 31 32 355 376 387 500 52 54 595 687 689 971 973'],
  [4, '220 226 230 248 253 258 359 377 382 386 505 507 508 590 591 593 594 596 676 678 682 84 968 995'],
  [5, '1268 1284 232 237 238 243 252 263 374 380 383 49 501 502 504 51 63 670 679 685 966'],
  [6, '1264 1345 1473 1649 1664 1869 212 213 222 224 231 235 240 375 592 597 674 675 960 967 972 974 98'],
  [7, '1246 1441 1758 1767 1784 1868 1876 20 221 223 228 229 236 242 255 256 268 269 381 599 60 965 976 993'],
  [8, '211 227 233 234 241 245 249 250 257 260 265 378 509 683 690 855 856 962 977 996'],
  [9, '216 218 251 880 95 961 963 964 970 994'],
  [10, '225 7 93 975 992'],
  [12, '261 62 92 94 998'],
];

export const RELATIVE_SOURCE = Object.freeze({
  name: 'GOV.UK Notify relative cost',
  asOf: '2025-03-31',
  /**
   * Dollars of one unit: the median of (dearest dollar price ÷ relative cost) over the 74 destinations that have both,
   * computed 2026-11-22.
   */
  usdPerUnit: 0.0223,
});
