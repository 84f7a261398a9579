import { useQuery } from '@tanstack/react-query';
import { ConfigProvider, DatePicker, Select, theme } from 'antd';
import type { Locale } from 'antd/es/locale';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import enUS from 'antd/es/locale/en_US';
import zhCN from 'antd/es/locale/zh_CN';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '../api/client';
import { useSchema } from '../api/schema';
import { quote } from '../api/records';
import type { Field, Page } from '../api/types';
import { useTheme } from '../app/theme';
import { titleOfRow } from './title';

/** The component library, dressed in our tokens; only the widgets that the platform lacks come from it. */
export function Dressed({ children }: { children: ReactNode }) {
  const { i18n } = useTranslation();
  const { dark } = useTheme();
  const zh = i18n.language.startsWith('zh');
  dayjs.locale(zh ? 'zh-cn' : 'en');
  const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;
  const primary = dark ? '#7aa2ff' : '#1f5eff';
  return (
    <ConfigProvider
      locale={(zh ? zhCN : enUS) as Locale} csp={nonce ? { nonce } : {}} button={{ autoInsertSpace: false }}
      getPopupContainer={(node) => node?.closest('dialog') ?? document.body}
      theme={{
        algorithm: dark ? [theme.darkAlgorithm, theme.compactAlgorithm] : [theme.compactAlgorithm],
        token: { colorPrimary: primary, colorLink: primary, borderRadius: 6, fontSize: 13, controlHeight: 30, motion: false, fontFamily: 'inherit', colorTextPlaceholder: dark ? '#9aa3b5' : '#5b6473', ...(dark ? { colorBgContainer: '#171b21', colorBgElevated: '#1c2129', colorBorder: '#434b57' } : { colorBorder: '#c9ced8' }) },
      }}>
      {children}
    </ConfigProvider>
  );
}

interface Props { field: Field; value: unknown; id: string; invalid?: boolean; autoFocus?: boolean; title?: string | undefined; onChange: (value: unknown) => void; onDone?: (() => void) | undefined }

export function DateInput({ value, id, invalid, autoFocus, onChange, onDone }: Props) {
  return (
    <Dressed>
      <DatePicker id={id} className="wide" format={['YYYY-MM-DD', 'YYYY/M/D', 'YYYYMMDD', 'M-D', 'M/D']} status={invalid ? 'error' : ''} autoFocus={autoFocus ?? false} value={value ? dayjs(String(value)) : null}
        onChange={(date) => { onChange(date ? date.format('YYYY-MM-DD') : null); onDone?.(); }} />
    </Dressed>
  );
}

/** Finds a record of the target register by what is typed. */
export function LinkInput({ field, value, id, invalid, autoFocus, title, onChange, onDone }: Props) {
  const schema = useSchema();
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<{ value: string; label: string } | null>(value ? { value: String(value), label: title ?? String(value) } : null);
  const type = schema?.records.get(field.target ?? '');
  const found = useQuery<Page>({
    queryKey: ['lookup', field.target, text], enabled: Boolean(type), retry: false, placeholderData: (old: Page | undefined) => old,
    queryFn: ({ signal }) => get<Page>(`/${type!.plural}`, { limit: 30, filter: text ? `${type!.title} contains ${quote(text)}` : undefined }, signal),
  });
  return (
    <Dressed>
      <Select id={id} className="wide" showSearch={{ filterOption: false, onSearch: setText }} allowClear={!field.required} autoFocus={autoFocus ?? false} status={invalid ? 'error' : ''} labelInValue value={chosen} aria-label={t('register.lookup')}
        loading={found.isFetching} notFoundContent={found.isFetching ? t('common.loading') : t('register.noMatch')}
        options={(found.data?.items ?? []).map((row) => ({ value: row.id, label: titleOfRow(row, type) }))}
        onChange={(option) => { const next = option as { value: string; label: string } | undefined; setChosen(next ?? null); onChange(next?.value ?? null); onDone?.(); }} />
    </Dressed>
  );
}
