/** From here on minutes are said, rounded up: nobody counts ninety seconds. */
const MINUTES_FROM_SEC = 90;

/** Seconds as people of a language say them: `25 seconds`, `2 minutes`. */
export function timeInWords(seconds: number, language: string): string {
  const inMinutes = seconds >= MINUTES_FROM_SEC;
  const format = new Intl.NumberFormat(language, {
    style: 'unit',
    unit: inMinutes ? 'minute' : 'second',
    unitDisplay: 'long',
  });
  return format.format(inMinutes ? Math.ceil(seconds / 60) : seconds);
}
