export interface Palette {
  surface: string; idle: string; line: string; lineStrong: string; text1: string; text2: string; text3: string;
  bar: string; barDone: string; critical: string; criticalDone: string; criticalEdge: string; summary: string;
  float: string; baseline: string; link: string; linkDriving: string; linkCritical: string; ghost: string; ghostFill: string;
  today: string; status: string; selected: string; red: string; amber: string; flash: string; font: string;
}

/** Canvas cannot use CSS variables: the colours are read once per theme. */
export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const v = (name: string) => style.getPropertyValue(name).trim();
  const dark = document.documentElement.dataset['theme'] === 'dark';
  return {
    surface: v('--surface'), idle: dark ? '#12161b' : '#f3f4f7', line: v('--line'), lineStrong: v('--line-strong'),
    text1: v('--text-1'), text2: v('--text-2'), text3: v('--text-3'),
    bar: dark ? '#34508f' : '#adc4f6', barDone: dark ? '#7aa2ff' : '#3467e0',
    critical: dark ? '#6b3626' : '#f8c4b0', criticalDone: dark ? '#e0734c' : '#d9572e', criticalEdge: v('--red'),
    summary: dark ? '#c3cad6' : '#323c4d', float: dark ? '#5a6577' : '#9aa6ba', baseline: dark ? '#5d6778' : '#aab3c2',
    link: dark ? '#566072' : '#a3acba', linkDriving: dark ? '#9aa3b5' : '#5b6473', linkCritical: v('--red'),
    ghost: v('--primary'), ghostFill: dark ? 'rgba(122,162,255,0.22)' : 'rgba(31,94,255,0.14)',
    today: v('--primary'), status: v('--green'), selected: dark ? 'rgba(122,162,255,0.10)' : 'rgba(31,94,255,0.06)',
    red: v('--red'), amber: v('--amber'), flash: v('--amber'),
    font: v('--font') || 'sans-serif',
  };
}
