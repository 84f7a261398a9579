import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useState } from 'react';
import { Dressed, mayFocus, type EditorProps } from './Dressed';
import { usePeople } from './usePeople';

/** Several people, kept as a list of their ids. */
export default function PeopleInput({ value, id, invalid, autoFocus, onChange }: EditorProps) {
  const [focused] = useState(() => mayFocus(autoFocus));
  const { t } = useTranslation();
  const people = usePeople();
  const [chosen, setChosen] = useState<string[]>(Array.isArray(value) ? value.map(String) : []);
  return (
    <Dressed>
      <Select id={id} className="wide" mode="multiple" showSearch={{ optionFilterProp: 'label' }} autoFocus={focused} status={invalid ? 'error' : ''} aria-label={t('register.lookup')} value={chosen} notFoundContent={t('register.noMatch')}
        options={[...people].map(([person, name]) => ({ value: person, label: name }))} onChange={(next: string[]) => { setChosen(next); onChange(next.length > 0 ? next : null); }} />
    </Dressed>
  );
}
