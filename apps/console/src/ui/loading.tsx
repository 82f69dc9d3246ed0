export const Loading = ({ what = 'Loading' }: { what?: string }) => (
  <p className="loading" role="status">
    {what}…
  </p>
);
