import { useShortList } from '../api/records';
import { useSchema } from '../api/schema';
import { titleOfRow } from './title';

/** The name of a portfolio or programme behind an id that comes without one; the id where it is neither. */
export function ScopeName({ id }: { id: string }) {
  const schema = useSchema();
  const [portfolio, programme] = [schema?.records.get('portfolio'), schema?.records.get('programme')];
  const portfolios = useShortList(portfolio?.plural ?? '', { limit: 200 }, Boolean(portfolio));
  const programmes = useShortList(programme?.plural ?? '', { limit: 200 }, Boolean(programme));
  const found = [[portfolio, portfolios.data], [programme, programmes.data]] as const;
  for (const [type, page] of found) {
    const row = page?.items.find((r) => r.id === id);
    if (row) return <>{titleOfRow(row, type)}</>;
  }
  return <>{portfolios.isPending ? '…' : id}</>;
}
