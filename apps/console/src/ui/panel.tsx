import { useId, type ReactNode } from 'react';

interface PanelProps {
  readonly title: ReactNode;
  /** Beside the title, at the end. */
  readonly aside?: ReactNode;
  readonly foot?: ReactNode;
  /** A table, which reaches the panel's edges. */
  readonly flush?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

export const Panel = ({
  title,
  aside,
  foot,
  flush = false,
  className = '',
  children,
}: PanelProps) => {
  const id = useId();
  return (
    <section className={`panel ${className}`.trim()} aria-labelledby={id}>
      <div className="panel-head">
        <h2 id={id}>{title}</h2>
        {aside}
      </div>
      <div className={flush ? 'panel-flush' : 'panel-body'}>{children}</div>
      {foot !== undefined && <div className="panel-foot">{foot}</div>}
    </section>
  );
};
