import { ConfigProvider, theme } from 'antd';
import enUS from 'antd/es/locale/en_US';
import zhCN from 'antd/es/locale/zh_CN';
import type { Locale } from 'antd/es/locale';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field } from '../api/types';
import { useTheme } from '../app/theme';

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
        algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
        token: { colorPrimary: primary, colorLink: primary, borderRadius: 6, fontSize: 13, controlHeight: 30, motion: false, fontFamily: 'inherit', colorTextPlaceholder: dark ? '#9aa3b5' : '#5b6473', ...(dark ? { colorBgContainer: '#171b21', colorBgElevated: '#1c2129', colorBorder: '#434b57' } : { colorBorder: '#c9ced8' }) },
      }}>
      {children}
    </ConfigProvider>
  );
}

export interface EditorProps { field: Field; value: unknown; id: string; invalid?: boolean; autoFocus?: boolean; title?: string | undefined; empty?: string | undefined; onChange: (value: unknown) => void; onDone?: (() => void) | undefined }

/** An editor that arrives late, with its own file, takes the focus only from nobody who types already. */
export const mayFocus = (wanted: boolean | undefined): boolean => Boolean(wanted) && !(document.activeElement instanceof HTMLInputElement || document.activeElement instanceof HTMLTextAreaElement || document.activeElement instanceof HTMLSelectElement);
