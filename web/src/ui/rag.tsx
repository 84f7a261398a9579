import { useTranslation } from 'react-i18next';

export type RagValue = 'red' | 'amber' | 'green' | 'grey';
const shapes: Record<RagValue, string> = { red: 'M5 1 9.5 9h-9z', amber: 'M5 .5 9.500 5 5 9.500.500 5z', green: 'M5 .800a4.200 4.200 0 1 0 0 8.400 4.200 4.200 0 0 0 0-8.400z', grey: 'M.800 3.500h8.400v3H.800z' };

export const ragOf = (value: unknown): RagValue => (value === 'red' || value === 'amber' || value === 'green' ? value : value === 'yellow' ? 'amber' : 'grey');

/** Shape, word and colour together; never the colour alone. */
export function Rag({ value, word = true }: { value: RagValue; word?: boolean }) {
  const { t } = useTranslation();
  return (
    <span className={`rag rag-${value}`}>
      <svg width="11" height="11" viewBox="0 0 10 10" aria-hidden="true"><path d={shapes[value]} fill="currentColor" /></svg>
      <span className={word ? '' : 'visually-hidden'}>{t(`rag.${value}`)}</span>
    </span>
  );
}
