import type { Language } from '../app/i18n';

const texts = import.meta.glob<string>('../../../docs/guide/*/**/*.md', { query: '?raw', import: 'default' });
const pictures = import.meta.glob<string>('../../../docs/guide/img/*.webp', { query: '?url', import: 'default', eager: true });
const folder = '../../../docs/guide/';

/** The text of a page by its path without ending, such as functions/risk; undefined where there is none. */
export const pageOf = (language: Language, path: string): (() => Promise<string>) | undefined => texts[`${folder}${language}/${path}.md`];
/** The address of a picture by its path in the guide's folder. */
export const pictureOf = (path: string): string | undefined => pictures[`${folder}${path}`];
