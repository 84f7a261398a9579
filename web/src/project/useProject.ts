import { useSchema } from '../api/schema';
import { useRecord } from '../api/records';

export function useProject(id: string) {
  const schema = useSchema();
  const type = schema?.records.get('project');
  const query = useRecord(type, id);
  return { schema, type, project: query.data, error: query.error };
}
