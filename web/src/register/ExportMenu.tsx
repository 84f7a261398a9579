import { useTranslation } from 'react-i18next';
import { fileAddress, type Options } from '../api/client';
import { Menu } from '../ui/menu';

export const fileKinds = { csv: 'CSV', xlsx: 'Excel (XLSX)', pdf: 'PDF', docx: 'Word (DOCX)', pptx: 'PowerPoint (PPTX)' } as const;
export type FileKind = keyof typeof fileKinds;

interface Props { path: string; name: string; query?: Options['query']; kinds?: FileKind[]; quiet?: boolean; text?: string }

/** What is on the page as a file: a register, a report, a paper. */
export function ExportMenu({ path, name, query, kinds = ['csv', 'xlsx', 'pdf'], quiet = false, text }: Props) {
  const { t } = useTranslation();
  return <Menu label={text ?? t('register.export')} text={text} icon="download" align="right" className={quiet ? 'menu-quiet' : ''} items={kinds.map((kind) => ({ key: kind, label: fileKinds[kind], href: fileAddress(path, { ...query, format: kind }), download: `${name}.${kind}` }))} />;
}
