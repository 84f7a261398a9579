import { useTranslation } from 'react-i18next';
import type { Row } from '../api/types';
import { formatMoment } from '../format/date';
import { stagesOf, textOf } from './api';

/** The stages of an approval with who was asked and what they said. */
export function Stages({ approval, decisions }: { approval: Row; decisions: Row[] }) {
  const { t } = useTranslation();
  const present = Number(approval['stage'] ?? 0);
  const running = approval.state === 'running';
  return (
    <ol className="stages">
      {stagesOf(approval).map((stage, k) => {
        const own = decisions.filter((d) => Number(d['stage'] ?? 0) === k && d.state !== 'dropped');
        const state = k < present || approval.state === 'approved' ? 'done' : k === present ? (running ? 'now' : 'stopped') : 'later';
        return (
          <li key={`${k} ${stage.name}`} className={`stage stage-${state}`} aria-current={state === 'now' ? 'step' : undefined}>
            <span className="stage-name">{k + 1}. {stage.name}{stage.mode && stage.mode !== 'any' && <span className="field-help"> {t(`approval.mode.${stage.mode}`, { percent: stage.percent ?? 0 })}</span>}</span>
            <ul>{own.map((d) => <Said key={d.id} decision={d} />)}</ul>
          </li>
        );
      })}
    </ol>
  );
}

function Said({ decision }: { decision: Row }) {
  const { t } = useTranslation();
  const answer = textOf(decision, 'decision');
  const comment = textOf(decision, 'comment');
  return (
    <li className="said">
      <span>{decision.titles?.['person'] ?? ''}</span>
      <span className={`said-${answer || decision.state}`}>{answer ? t(`approval.said.${answer}`) : t(`approval.state.${decision.state ?? 'waiting'}`)}</span>
      {answer && <time>{formatMoment(decision.updated_at)}</time>}
      {comment && <q className="said-comment">{comment}</q>}
    </li>
  );
}
