import type { Field } from './types';

/** Documents that are lists of people; the program alone reads the others. */
const peopleNames: readonly string[] = ['named', 'excluded', 'members', 'participants', 'distribution'];
export const isPeople = (field: Field): boolean => field.kind === 'json' && peopleNames.includes(field.name);
/** What a form may ask for: a document only where it is a list of people or the record cannot be without it. */
export const writable = (field: Field): boolean => !field.read_only && !field.computed && (field.kind !== 'json' || isPeople(field) || Boolean(field.required));
