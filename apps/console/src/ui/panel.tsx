import { useId, type ReactNode } from 'react';

interface PanelProps {
  readonly title: ReactNode;
  /** Shown at the right end of the title line. */
  readonly aside?: ReactNode;
  readonly foot?: ReactNode;
  /** True if the content, such as a table, reaches to the panel's edges without a margin. */
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
