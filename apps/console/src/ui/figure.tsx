import type { ReactNode } from 'react';

interface FigureProps {
  readonly label: string;
  readonly note?: ReactNode;
  readonly children: ReactNode;
}

export const Figure = ({ label, note, children }: FigureProps) => (
  <div className="figure" data-figure={label}>
    <dt className="label">{label}</dt>
    <dd className="value">{children}</dd>
    {note !== undefined && <dd className="note">{note}</dd>}
  </div>
);

export const Figures = ({ children }: { children: ReactNode }) => (
  <dl className="figures">{children}</dl>
);
