import { useSchema } from '../api/schema';
import { ReportFigure } from './ReportFigure';

/** A report by its name, left out where this installation or this reader does not have it. */
export function NamedReport({ name, inputs, title, limit, quiet = true }: { name: string; inputs?: Record<string, string | undefined>; title?: string; limit?: number; quiet?: boolean }) {
  const report = useSchema()?.reports.get(name);
  return report ? <ReportFigure report={report} inputs={inputs ?? {}} title={title} quiet={quiet} {...(limit ? { limit } : {})} /> : null;
}
