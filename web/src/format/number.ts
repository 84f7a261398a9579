export interface Money { minor: number; currency: string }

const symbols: Record<string, string> = { CNY: '¥', USD: '$', EUR: '€', GBP: '£', HKD: 'HK$' };
/** Currencies without a minor unit; all others here have two decimals. */
const wholeCurrencies = new Set(['JPY', 'KRW', 'VND']);

export const minorPerMajor = (currency: string): number => (wholeCurrencies.has(currency) ? 1 : 100);

export function formatMoney(value: Money | null | undefined, language: string): string {
  if (!value) return '';
  const amount = value.minor / minorPerMajor(value.currency);
  const symbol = symbols[value.currency] ?? `${value.currency} `;
  const sign = amount < 0 ? '−' : '';
  return `${sign}${symbol}${compact(Math.abs(amount), language)}`;
}

/** 万 and 亿 in Chinese, K and M in English: the way each reader says large figures. */
export function compact(value: number, language: string): string {
  if (language.startsWith('zh')) {
    if (value >= 1e8) return `${trim(value / 1e8)} 亿`;
    if (value >= 1e4) return `${trim(value / 1e4)} 万`;
    return grouped(value);
  }
  if (value >= 1e9) return `${trim(value / 1e9)}B`;
  if (value >= 1e6) return `${trim(value / 1e6)}M`;
  if (value >= 1e4) return `${trim(value / 1e3)}K`;
  return grouped(value);
}

function trim(value: number): string {
  return grouped(Math.round(value * (value >= 100 ? 1 : value >= 10 ? 10 : 100)) / (value >= 100 ? 1 : value >= 10 ? 10 : 100));
}

export function grouped(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 2 });
}

/** Working minutes as days where they are whole tenths of a day, as hours below. */
export function formatDuration(minutes: number | null | undefined, perDay: number, language: string): string {
  if (minutes === null || minutes === undefined || !Number.isFinite(minutes)) return '';
  const zh = language.startsWith('zh');
  const days = minutes / perDay;
  if (Math.abs(days * 10 - Math.round(days * 10)) < 1e-9 || Math.abs(days) >= 10) return `${grouped(Math.round(days * 10) / 10)} ${zh ? '天' : 'd'}`;
  if (Math.abs(minutes) >= 60) return `${grouped(Math.round((minutes / 60) * 100) / 100)} ${zh ? '小时' : 'h'}`;
  return `${grouped(Math.round(minutes))} ${zh ? '分钟' : 'min'}`;
}

/** Work is told in hours, whatever a day has. */
export function formatHours(minutes: number, language: string): string {
  return `${grouped(Math.round((minutes / 60) * 100) / 100)} ${language.startsWith('zh') ? '小时' : 'h'}`;
}

/** Work as people type it: a bare number is hours. */
export function readHours(text: string, perDay: number): number {
  const plain = text.trim().replaceAll(',', '');
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) * 60 : readDuration(plain, perDay);
}

export function formatSignedDuration(minutes: number, perDay: number, language: string): string {
  const text = formatDuration(Math.abs(minutes), perDay, language);
  return minutes > 0 ? `+${text}` : minutes < 0 ? `−${text}` : text;
}

/** Reads 5, 5d, 5 天, 4h, 2w, 30min, 1.5 months; a bare number is days. NaN when unreadable. */
export function readDuration(text: string, perDay: number): number {
  const match = /^(-?\d+(?:\.\d+)?)\s*([a-z\u4e00-\u9fff]*)$/i.exec(text.trim().replace('−', '-'));
  if (!match) return NaN;
  const value = Number(match[1]);
  const unit = match[2]!.toLowerCase();
  if (unit === '' || /^(d|days?|天|日|工作日|个工作日)$/.test(unit)) return value * perDay;
  if (/^(h|hrs?|hours?|小时|时)$/.test(unit)) return value * 60;
  if (/^(m|min|mins|minutes?|分钟|分)$/.test(unit)) return value;
  if (/^(w|wk|weeks?|周|星期)$/.test(unit)) return value * perDay * 5;
  if (/^(mo|mon|months?|月|个月)$/.test(unit)) return value * perDay * 20;
  return NaN;
}
