interface PlotFiguresProps {
  /** Says what the figures are, and in which unit. */
  readonly label: string;
  readonly names: readonly string[];
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[];
  readonly text: (value: number) => string;
}

/** The figures that plots stand for, as a table. */
export const PlotFigures = ({ label, names, series, text }: PlotFiguresProps) => (
  <details className="plot-figures">
    <summary>{label}</summary>
    <div className="table-scroll" role="region" aria-label={label} tabIndex={0}>
      <table className="figures-table">
        <thead>
          <tr>
            <td />
            {series.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name, at) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {series.map((one) => (
                <td key={one.name}>{text(one.values[at] ?? 0)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </details>
);
