import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { download, type Download } from '../api/download.js';

interface DownloadButtonProps extends Download {
  readonly children: ReactNode;
}

/** Saves a file of the API; a failure stands in the place of the words. */
export const DownloadButton = ({ children, ...wanted }: DownloadButtonProps) => {
  const { mutate, isPending, error } = useMutation({ mutationFn: () => download(wanted) });
  return (
    <button
      className={`button ${error === null ? '' : 'danger'}`}
      type="button"
      disabled={isPending}
      title={error?.message}
      onClick={() => mutate()}
    >
      {children}
      {error !== null && ': failed, try again'}
    </button>
  );
};
