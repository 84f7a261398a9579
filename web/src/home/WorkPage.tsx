import { useTranslation } from 'react-i18next';
import { useLabel, useSchema } from '../api/schema';
import { Inbox } from '../approval/Inbox';
import { MyRequests } from '../approval/MyRequests';
import { OpenItems } from './OpenItems';

/** What waits for me: decisions with their evidence, my own requests, then what I own. */
export function WorkPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const schema = useSchema();
  const owned = ['action_item', 'risk', 'issue', 'change_request', 'finding', 'document'].filter((name) => schema?.records.get(name)?.fields.some((f) => f.name === 'owner'));
  return (
    <div className="work">
      <div className="work-main">{schema?.records.has('decision_step') && <Inbox />}</div>
      <div className="work-side">
        {schema?.records.has('approval') && <MyRequests />}
        {owned.map((name) => <OpenItems key={name} record={name} title={name === 'action_item' ? t('home.myActions') : label(schema!.records.get(name)!.labels)} filter="owner = @me" quiet={name !== 'action_item'} />)}
      </div>
    </div>
  );
}
