import type { IconName } from '../ui/icons';

/** The nine entries; functions are facets of objects, so each entry names the functions it holds. */
export interface Entry { key: string; path: string; icon: IconName; functions: string[] }

export const entries: Entry[] = [
  { key: 'home', path: '/', icon: 'home', functions: [] },
  { key: 'work', path: '/work', icon: 'work', functions: ['support', 'collaboration'] },
  { key: 'portfolio', path: '/portfolio', icon: 'portfolio', functions: ['portfolio', 'strategy'] },
  { key: 'projects', path: '/projects', icon: 'projects', functions: ['project', 'time', 'scope', 'risk', 'communication', 'stakeholder'] },
  { key: 'resources', path: '/resources', icon: 'resources', functions: ['resource', 'training', 'conflict'] },
  { key: 'finance', path: '/finance', icon: 'finance', functions: ['finance', 'procurement'] },
  { key: 'governance', path: '/governance', icon: 'governance', functions: ['process', 'change_control', 'change', 'audit', 'quality', 'hse'] },
  { key: 'knowledge', path: '/knowledge', icon: 'knowledge', functions: ['knowledge', 'document', 'culture'] },
  { key: 'reports', path: '/reports', icon: 'reports', functions: ['performance'] },
];

const known = new Set(entries.flatMap((entry) => entry.functions));
/** A function this map does not know is an addition of the installation: it is found under governance. */
export const functionPath = (fn: string): string => `/functions/${fn}`;
export const holds = (entry: Entry, fn: string): boolean => entry.functions.includes(fn) || (entry.key === 'governance' && !known.has(fn));

/** Tabs of a project after overview and plan: same order everywhere, shown only where records exist. */
export const projectTabs: { key: string; functions: string[] }[] = [
  { key: 'scope', functions: ['scope'] },
  { key: 'risks', functions: ['risk'] },
  { key: 'cost', functions: ['finance', 'procurement', 'performance'] },
  { key: 'resources', functions: ['resource', 'training', 'conflict'] },
  { key: 'changes', functions: ['change_control', 'change'] },
  { key: 'quality', functions: ['quality', 'hse', 'audit'] },
  { key: 'people', functions: ['stakeholder', 'communication', 'collaboration', 'culture'] },
  { key: 'documents', functions: ['document', 'knowledge'] },
  { key: 'process', functions: ['process', 'time', 'support', 'strategy', 'portfolio'] },
];

/** The entry whose page leads to a function. */
export const entryOf = (fn: string): Entry => entries.find((entry) => holds(entry, fn)) ?? entries.find((entry) => entry.key === 'governance')!;
/** Functions of the kernel's own services: their registers are reached from where they are used. */
export const services: readonly string[] = ['identity', 'notice', 'approval', 'exchange', 'project'];
