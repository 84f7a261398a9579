import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { To } from '../ui/To';
import type { ChartProps } from './parts';
import { figure, isMeasure, parentColumns, tree, type TreeNode } from './shape';
import { tip } from './tip';

/** Parents with what belongs under them; each level folds. */
export function Tree({ table, teller, label }: ChartProps) {
  const { t } = useTranslation();
  const pair = parentColumns(table.columns);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  if (!pair) return <p className="chart-none">{t('report.noFigures')}</p>;
  const [own, parent] = pair;
  const rest = table.columns.filter((c) => c !== own && c !== parent && c.name !== 'code' && table.rows.some((row) => teller.tell(c, row)));
  const code = table.columns.find((c) => c.name === 'code');
  const share = rest.find((c) => c.kind === 'percent');
  const toggle = (id: string) => { const next = new Set(folded); if (!next.delete(id)) next.add(id); setFolded(next); };
  const draw = (nodes: TreeNode[]) => (
    <ul className="tree-list">
      {nodes.map((node) => {
        const name = teller.tell(own, node.row) || node.id;
        const to = teller.linkOf(own, node.row);
        const value = share ? figure(share, node.row) : null;
        return (
          <li key={node.id} className="tree-item">
            <div className="tree-line" {...tip(name, ...rest.map((c) => `${teller.head(c)} ${teller.tell(c, node.row) || t('common.none')}`))}>
              {node.children.length > 0 ? <button type="button" className="tree-fold" aria-expanded={!folded.has(node.id)} aria-label={name} onClick={() => toggle(node.id)}>{folded.has(node.id) ? '▸' : '▾'}</button> : <span className="tree-leaf" />}
              {code && <span className="tree-code">{teller.tell(code, node.row)}</span>}
              <span className="tree-name">{to ? <To to={to}>{name}</To> : name}</span>
              {rest.filter(isMeasure).map((c) => <span key={c.name} className="tree-figure">{teller.tell(c, node.row)}</span>)}
              {share && <span className={value === null ? 'tree-share-head' : 'tree-share'} aria-hidden="true">{value !== null && <span style={{ width: `${Math.min(100, value)}%` }} />}</span>}
            </div>
            {node.children.length > 0 && !folded.has(node.id) && draw(node.children)}
          </li>
        );
      })}
    </ul>
  );
  return (
    <div className="tree" role="group" aria-label={label}>
      <div className="tree-line tree-head" aria-hidden="true"><span className="tree-name">{teller.head(own)}</span>{rest.filter(isMeasure).map((c) => <span key={c.name} className="tree-figure">{teller.head(c)}</span>)}{share && <span className="tree-share-head" />}</div>
      {draw(tree(own, parent, table.rows))}
    </div>
  );
}
