import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { Dressed, type EditorProps } from './Dressed';

export default function DateInput({ value, id, invalid, autoFocus, onChange, onDone }: EditorProps) {
  return (
    <Dressed>
      <DatePicker id={id} className="wide" format={['YYYY-MM-DD', 'YYYY/M/D', 'YYYYMMDD', 'M-D', 'M/D']} status={invalid ? 'error' : ''} autoFocus={autoFocus ?? false} value={value ? dayjs(String(value)) : null}
        onChange={(date) => { onChange(date ? date.format('YYYY-MM-DD') : null); onDone?.(); }} />
    </Dressed>
  );
}
