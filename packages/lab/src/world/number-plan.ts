import type { Random } from './random.js';

/** Mobile numbers of one country: calling code, networks, and how many digits a line has. */
interface NumberPlan {
  readonly callingCode: string;
  readonly networks: string;
  readonly lineDigits: number;
  /** What a line may begin with, where not any digit. */
  readonly lineBegins?: string;
}

/** A part of each country's numbers: enough that honest people rarely share a range of 10,000. */
const PLANS = {
  US: {
    callingCode: '1',
    networks:
      '201 202 206 212 213 214 303 305 312 323 347 404 408 412 415 469 503 512 602 617 646 702 713 718 720 786 818 917 919 929',
    lineDigits: 7,
    lineBegins: '23456789',
  },
  GB: {
    callingCode: '44',
    networks: '7400 7401 7415 7456 7500 7511 7540 7588 7710 7725 7746 7770 7800 7812 7850 7877 7900 7940 7958 7979',
    lineDigits: 6,
  },
  DE: {
    callingCode: '49',
    networks:
      '1511 1512 1514 1515 1520 1521 1522 1525 1573 1575 1577 1578 1590 1602 1605 1608 1701 1705 1712 1715 1723 1725 1732 1737',
    lineDigits: 7,
  },
  FR: {
    callingCode: '33',
    networks: '601 606 610 615 620 625 630 635 640 645 650 655 660 665 670 675 680 685 695 750 760 770 780',
    lineDigits: 6,
  },
  PL: {
    callingCode: '48',
    networks: '500 503 505 508 510 512 515 518 530 533 535 600 603 605 608 660 663 665 668 690 693 695 720 725 730',
    lineDigits: 6,
  },
  ES: {
    callingCode: '34',
    networks: '600 605 610 616 620 626 630 636 640 646 650 656 660 666 670 676 680 686 690 696',
    lineDigits: 6,
  },
  IN: {
    callingCode: '91',
    networks: '9810 9811 9812 9820 9821 9830 9840 9845 9850 9860 9870 9880 9890 9900 9910 9920 9930 9940 9950 9960',
    lineDigits: 6,
  },
  UZ: {
    callingCode: '998',
    networks: '901 902 903 905 907 909 911 913 914 917 931 933 935 937 941 943 945 946 970 971',
    lineDigits: 6,
  },
  LK: {
    callingCode: '94',
    networks: '701 702 703 710 711 712 713 714 716 718 720 721 723 750 752 755 760 761 763 765',
    lineDigits: 6,
  },
  AZ: {
    callingCode: '994',
    networks: '502 503 505 506 507 512 513 515 517 552 553 555 557 702 703 705 707 772 773 775',
    lineDigits: 6,
  },
  TJ: { callingCode: '992', networks: '900 901 904 907 911 915 917 918 919 931 935 937 987 988', lineDigits: 6 },
  BD: { callingCode: '880', networks: '1711 1712 1713 1715 1718 1811 1813 1815 1817 1819 1911 1913', lineDigits: 6 },
  // Two blocks of a million are all the mobile numbers there are.
  MV: { callingCode: '960', networks: '7 9', lineDigits: 6 },
  NG: { callingCode: '234', networks: '8021 8022 8023 8025 8027 8031 8032 8033 8035 8037 8051 8052', lineDigits: 6 },
} as const satisfies Readonly<Record<string, NumberPlan>>;

/** ISO 3166-1 alpha-2 of a country with a plan. */
export type Country = keyof typeof PLANS;

export const COUNTRIES = Object.keys(PLANS) as readonly Country[];

/** A mobile number of a country, any as likely as another. E.164. */
export function anyPhone(country: Country, random: Random): string {
  const range = anyRange(country, random);
  return phoneInRange(range, random.int(0, 9_999));
}

/** A range of 10,000 mobile numbers: E.164 without its last four digits. */
export function anyRange(country: Country, random: Random): string {
  const plan: NumberPlan = PLANS[country];
  const { callingCode, networks, lineDigits, lineBegins = '0123456789' } = plan;
  const line = lineBegins.charAt(random.int(0, lineBegins.length - 1)) + random.digits(lineDigits - 5);
  return `+${callingCode}${random.pick(networks.split(' '))}${line}`;
}

/** The number of a range that ends in these four digits, 0 to 9999. */
export function phoneInRange(range: string, line: number): string {
  return `${range}${String(line).padStart(4, '0')}`;
}
