/** The pictures that declarations can ask for; any other kind is shown as a table. */
export const pictureKinds: readonly string[] = [
  'bar', 'pareto', 'histogram', 'waterfall', 'tornado', 'line', 'curve', 'control', 'heat', 'matrix', 'quadrant', 'bubble', 'scatter', 'tree', 'radar', 'board', 'calendar', 'figures', 'tiles', 'pyramid', 'dates', 'network', 'fever',
];
export const hasPicture = (kind: string | undefined): boolean => kind !== undefined && pictureKinds.includes(kind);
