import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { Dressed, mayFocus, type EditorProps } from './Dressed';

export default function DateInput({ value, id, invalid, autoFocus, onChange, onDone }: EditorProps) {
  const [focused] = useState(() => mayFocus(autoFocus));
  return (
    <Dressed>
      <DatePicker id={id} className="wide" format={['YYYY-MM-DD', 'YYYY/M/D', 'YYYYMMDD', 'M-D', 'M/D']} status={invalid ? 'error' : ''} autoFocus={focused} value={value ? dayjs(String(value)) : null}
        onChange={(date) => { onChange(date ? date.format('YYYY-MM-DD') : null); onDone?.(); }} />
    </Dressed>
  );
}
