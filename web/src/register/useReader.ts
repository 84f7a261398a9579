import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLabel } from '../api/schema';
import type { Reader } from './value';

export function useReader(): Reader {
  const { t, i18n } = useTranslation();
  const label = useLabel();
  return useMemo(() => ({ language: i18n.language, label, yes: t('common.yes'), no: t('common.no') }), [i18n.language, label, t]);
}
