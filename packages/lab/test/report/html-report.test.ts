import { describe, expect, it } from 'vitest';
import { htmlReport } from '../../src/report/html-report.js';
import { largeScoreboard } from './support/large-scoreboard.js';
import {
  defenceScore,
  honestRow,
  lossByHour,
  smallScoreboard,
  spread,
  tapeScore,
} from './support/scoreboard-fixture.js';

const HOSTILE = `</title><script>alert('1')</script><img src="http://x.example/y" onerror=z> class="q" id="zr0-c0"`;

function hostileReport(): string {
  const lossy = { lossUsd: spread(5), lossByHourUsd: lossByHour(5, 3, [0, 3]) };
  const hostile = { [HOSTILE]: honestRow(1) };
  const during = { all: honestRow(5), byDevice: hostile, byPool: hostile };
  return htmlReport({
    seeds: [1],
    defences: [{ name: HOSTILE, title: HOSTILE }],
    tapes: [tapeScore(HOSTILE, [defenceScore(HOSTILE, { ...lossy, during })], { title: HOSTILE })],
    assumptions: [{ what: HOSTILE, value: 1, unit: HOSTILE, date: HOSTILE, source: HOSTILE }],
  });
}

/** All tags, without the text between them and the values of their attributes. */
function bareTags(page: string): string {
  return (page.match(/<[^>]*>/g) ?? []).map((tag) => tag.replace(/"[^"]*"/g, '""')).join('\n');
}

describe('htmlReport', () => {
  it('gives the same bytes twice in one process, with other pages between', () => {
    const first = htmlReport(largeScoreboard());
    htmlReport(smallScoreboard());
    expect(htmlReport(largeScoreboard())).toBe(first);
  });

  it('escapes hostile names and titles wherever they stand', () => {
    const page = hostileReport();
    expect(page).toContain('&lt;script&gt;');
    expect(page).not.toMatch(/<script|<img|<\/title><|alert\('/);
    expect(bareTags(page)).not.toMatch(/script|img|onerror/);
  });

  it.each([
    ['a large page', () => htmlReport(largeScoreboard())],
    ['a hostile page', hostileReport],
  ])('loads nothing: %s', (_, page) => {
    expect(bareTags(page())).not.toMatch(
      /\s(?:src|srcset|data|action|poster|xlink:href)=|<(?:link|script|iframe|object|base)/,
    );
    expect(page()).not.toMatch(/<[^>]*\shref="(?!#)|<style>[^<]*(?:url\(|@import)/);
    expect(page()).toContain(`content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;"`);
  });

  it('has one first heading, and no heading skips a level', () => {
    const levels = [...htmlReport(largeScoreboard()).matchAll(/<h([1-6])/g)].map((match) => Number(match[1]));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.every((level, index) => level <= (levels[index - 1] ?? 0) + 1)).toBe(true);
  });

  it('has no id twice, and every reference finds its id', () => {
    const page = htmlReport(largeScoreboard());
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map((match) => match[1]);
    const references = [...page.matchAll(/(?:url\(#|href="#|labelledby=")([^")]+)/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(references.filter((id) => !ids.includes(id))).toEqual([]);
    expect(page).not.toMatch(/zr\d/);
  });

  it('names every chart, table and scroll box', () => {
    const page = htmlReport(largeScoreboard());
    expect(page.match(/<table/g)).toHaveLength(page.match(/<caption>/g)!.length);
    expect(page.match(/class="scroll"/g)).toHaveLength(
      page.match(/role="region" tabindex="0" aria-label="[^"]{9,}"/g)!.length,
    );
    expect(page.match(/viewBox="0 0 (?:880|288) /g)).toHaveLength(
      page.match(/role="img" aria-label="Chart of [^"]{20,}"/g)!.length,
    );
  });

  it('colours charts by the variables of the style sheet alone', () => {
    const page = htmlReport(largeScoreboard());
    const used = new Set([...page.matchAll(/(?:fill|stroke)="(?!none)([^"]*)"/g)].map((match) => match[1]));
    const clipped = /^(?:#000|rgb\(0,0,0\))$/;
    expect([...used].filter((colour) => !/^var\(--[a-z0-9-]+\)$/.test(colour!) && !clipped.test(colour!))).toEqual([]);
    const defined = new Set([...page.matchAll(/(--[a-z0-9-]+): #/g)].map((match) => match[1]));
    const named = [...page.matchAll(/var\((--[a-z0-9-]+)\)/g)].map((match) => match[1]);
    expect(named.filter((name) => !defined.has(name))).toEqual([]);
  });
});
