import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSchema, useLabel } from '../api/schema';
import { functionPath } from '../app/map';
import type { Language } from '../app/i18n';
import { Empty, Skeleton } from '../ui/parts';
import { To } from '../ui/To';
import { blocksOf, inline, within, type Block } from './markdown';
import { pageOf, pictureOf } from './pages';
import './guide.css';

/** The user guide in the reader's language: the same pages that stand in docs/guide. */
export default function GuidePage() {
  const { t, i18n } = useTranslation();
  const language = i18n.language as Language;
  const { _splat } = useParams({ strict: false }) as { _splat?: string };
  const path = _splat || 'README';
  const load = pageOf(language, path);
  const text = useQuery({ queryKey: ['guide', language, path], enabled: Boolean(load), queryFn: () => load!(), staleTime: Infinity });
  if (!load) return <Empty title={t('section.unknown')}>{path}</Empty>;
  if (!text.data) return <Skeleton rows={10} />;
  return (
    <div className="page guide">
      <p className="panel-kind">{path === 'README' ? t('guide.title') : <To to="/guide">{t('guide.title')}</To>}</p>
      <article>{blocksOf(text.data).map((block, k) => <Part key={k} block={block} page={`${language}/${path}`} />)}</article>
      <OpenFunction path={path} />
    </div>
  );
}

function OpenFunction({ path }: { path: string }) {
  const { t } = useTranslation();
  const label = useLabel();
  const name = /^functions\/(\w+)$/.exec(path)?.[1];
  const fn = useSchema()?.functions.find((f) => f.name === name);
  return fn ? <p className="guide-open"><To to={functionPath(fn.name)} className="btn btn-primary">{t('guide.open', { name: label(fn.labels) })}</To></p> : null;
}

function Part({ block, page }: { block: Block; page: string }) {
  const say = (text: string) => inline(text, (to, words, key) => <Address key={key} page={page} to={to}>{words}</Address>);
  switch (block.kind) {
    case 'heading': return block.level === 1 ? <h1>{say(block.text)}</h1> : block.level === 2 ? <h2>{say(block.text)}</h2> : <h3>{say(block.text)}</h3>;
    case 'paragraph': return <p>{say(block.text)}</p>;
    case 'code': return <pre>{block.text}</pre>;
    case 'picture': { const source = pictureOf(within(page, block.source) ?? ''); return source ? <img src={source} alt={block.alt} title={block.alt} loading="lazy" /> : null; }
    case 'list': { const items = block.items.map((text, k) => <li key={k}>{say(text)}</li>); return block.ordered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>; }
    case 'table': return (
      <div className="table-scroll">
        <table className="table">
          <thead><tr>{block.head.map((text, k) => <th key={k} scope="col">{say(text)}</th>)}</tr></thead>
          <tbody>{block.rows.map((row, k) => <tr key={k}>{row.map((text, n) => <td key={n}>{say(text)}</td>)}</tr>)}</tbody>
        </table>
      </div>
    );
  }
}

/** Pages of the guide open here; what lies outside it is only named. */
function Address({ page, to, children }: { page: string; to: string; children: ReactNode }) {
  const target = within(page, to)?.replace(/\.md$/, '').split('/') ?? [];
  if (!to.endsWith('.md') || target[0] !== page.split('/')[0]) return <>{children}</>;
  const path = target.slice(1).join('/');
  return <To to={path === 'README' ? '/guide' : `/guide/${path}`}>{children}</To>;
}
