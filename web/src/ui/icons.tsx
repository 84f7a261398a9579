// Sixteen-pixel line icons, drawn here so that nothing is loaded for them.
const paths = {
  home: 'M2.5 7.5 8 3l5.5 4.5M4 6.5V13h8V6.5', work: 'M3 4h10M3 8h10M3 12h6', portfolio: 'M2.5 2.5h4.5v4.5H2.5zM9 2.5h4.5v4.5H9zM2.5 9H7v4.5H2.5zM9 9h4.5v4.5H9z',
  projects: 'M2.5 4h7M5 8h8.5M3.5 12h6', resources: 'M5.8 7.5a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6ZM1.8 13c.3-2.4 1.8-3.6 4-3.6s3.700 1.200 4 3.600M10.800 7.300a2 2 0 1 0-.6-3.900M11 9.500c1.900.200 3 1.400 3.200 3.500',
  finance: 'M3 13V8M6.500 13V4M10 13V6.500M13.500 13V2.500', governance: 'M8 2 3 4v4c0 3 2 5 5 6 3-1 5-3 5-6V4z', knowledge: 'M3 3.500h4a1 1 0 0 1 1 1V13a1 1 0 0 0-1-1H3zM13 3.500H9a1 1 0 0 0-1 1V13a1 1 0 0 1 1-1h4z',
  reports: 'M2.500 13.500h11M3 11l3-4 2.500 2L13 3.500', search: 'M7 11.500a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9ZM10.300 10.300 13.500 13.500', plus: 'M8 3v10M3 8h10', minus: 'M3 8h10',
  close: 'M4 4l8 8M12 4l-8 8', chevronDown: 'M4 6l4 4 4-4', chevronRight: 'M6 4l4 4-4 4', chevronLeft: 'M10 4 6 8l4 4', sun: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM8 1.500v1.500M8 13v1.500M1.500 8H3M13 8h1.500M3.400 3.400l1 1M11.600 11.600l1 1M3.400 12.600l1-1M11.600 4.400l1-1',
  moon: 'M13 9.500A5.500 5.500 0 1 1 6.500 3a4.500 4.500 0 0 0 6.500 6.500Z', screen: 'M2.500 3.500h11v7.500h-11zM6 13.500h4M8 11v2.500', user: 'M8 8a2.700 2.700 0 1 0 0-5.400A2.700 2.700 0 0 0 8 8ZM2.800 13.700c.4-2.600 2.300-4 5.200-4s4.800 1.400 5.200 4',
  undo: 'M4 6.500h5.500a3 3 0 0 1 0 6H6M6.500 3.500l-3 3 3 3', redo: 'M12 6.500H6.500a3 3 0 0 0 0 6H10M9.500 3.500l3 3-3 3', fit: 'M2.500 5.500v-3h3M13.500 5.500v-3h-3M2.500 10.500v3h3M13.500 10.500v3h-3', link: 'M6.500 9.500l3-3M7.200 4.800l1.300-1.300a2.800 2.800 0 0 1 4 4l-1.300 1.300M8.800 11.200l-1.300 1.300a2.800 2.800 0 0 1-4-4l1.300-1.300',
  upload: 'M8 10.500V3M5 5.500 8 2.500l3 3M3 10.500v3h10v-3', download: 'M8 2.500V10M5 7.500l3 3 3-3M3 10.500v3h10v-3', filter: 'M2.500 3.500h11L9.500 8.500v4l-3 1v-5z', indent: 'M2.500 3.500h11M7.500 8h6M2.500 12.500h11M3 6.300 5 8 3 9.700', outdent: 'M2.500 3.500h11M7.500 8h6M2.500 12.500h11M5 6.300 3 8l2 1.700',
  trash: 'M3 4.500h10M6.500 4.500V3h3v1.500M4.500 4.500l.5 9h6l.5-9', eye: 'M1.500 8S4 3.500 8 3.500 14.500 8 14.500 8 12 12.500 8 12.500 1.500 8 1.500 8ZM8 9.800a1.800 1.800 0 1 0 0-3.600 1.800 1.800 0 0 0 0 3.600Z', help: 'M8 14a6 6 0 1 0 0-12 6 6 0 0 0 0 12ZM6.3 6.500a1.800 1.800 0 1 1 2.600 1.600c-.6.300-.9.700-.9 1.300M8 11.300v.2', why: 'M5.800 6a2.200 2.200 0 1 1 3.300 1.900c-.8.500-1.100.900-1.100 1.800M8 12.300v.3', columns: 'M2.500 3h11v10h-11zM6.200 3v10M9.800 3v10', today: 'M3 4h10v9.500H3zM3 7h10M5.500 2.500V4M10.500 2.500V4M8 9.500v1.500', path: 'M3 3.500h3v3H3zM10 9.500h3v3h-3zM6 5h2.500v6H10',
  baseline: 'M3 5h8M3 8h10M5 11h8', more: 'M3.500 8h.01M8 8h.01M12.500 8h.01', file: 'M4 2.500h5l3 3v8H4zM9 2.500v3h3', star: 'M8 2.500l1.700 3.500 3.800.500-2.800 2.700.7 3.800L8 11.200 4.600 13l.7-3.800L2.500 6.500l3.800-.5z', bell: 'M4 11V7.500a4 4 0 0 1 8 0V11l1 1.500H3zM6.800 14h2.400', print: 'M4.500 6V2.500h7V6M4.500 11H2.500V6h11v5h-2M4.500 9h7v4.500h-7z', check: 'M3 8.500l3.500 3.500L13 4.500', menu: 'M2.500 4.500h11M2.500 8h11M2.500 11.500h11', split: 'M8 2.500v11M2.500 5h3M2.500 8h3M2.500 11h3M10.500 6.500h3M10.500 9.500h3',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={paths[name]} fill="none" stroke="currentColor" strokeWidth={name === 'more' ? 2.2 : 1.4} strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
