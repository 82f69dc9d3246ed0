import { useId, useMemo, useState } from 'react';
import type { HistoryEntry } from '../../api/types.js';
import { Button } from '../../ui/buttons.js';
import { Segments } from '../../ui/field.js';
import { timeText } from '../../time/times.js';
import { eventName, indexAt, spanOf } from './replay.js';

interface ReplaySliderProps {
  readonly entries: readonly HistoryEntry[];
  /** The index of the selected event. The page shows the order as it was after that event. */
  readonly index: number;
  readonly onIndex: (index: number) => void;
}

type Pace = 'event' | 'time';

/**
 * A slider through the history of the order. The user chooses whether it moves from event to event
 * or along the clock.
 */
export const ReplaySlider = ({ entries, index, onIndex }: ReplaySliderProps) => {
  const [pace, setPace] = useState<Pace>('event');
  const last = entries.length - 1;
  const entry = entries[index];
  return (
    <div className="replay">
      <div className="replay-line">
        <Segments label="Replay" value={pace} options={paces} onChange={setPace} />
        <p className="replay-text" aria-live="polite">
          {entry === undefined ? (
            'Before the order was registered'
          ) : (
            <>
              <span className="strong">{eventName(entry.type)}</span>{' '}
              <span className="soft">
                event {index + 1} of {entries.length}, {timeText(entry.recordedAt)}
              </span>
            </>
          )}
        </p>
        <div className="replay-steps">
          <Step name="First" isOff={index === 0} onStep={() => onIndex(0)} />
          <Step name="Back" isOff={index <= 0} onStep={() => onIndex(index - 1)} />
          <Step name="Forth" isOff={index >= last} onStep={() => onIndex(index + 1)} />
          <Step name="Now" isOff={index >= last} onStep={() => onIndex(last)} />
        </div>
      </div>
      {pace === 'event' ? (
        <EventSlider last={last} index={index} onIndex={onIndex} />
      ) : (
        <TimeSlider entries={entries} index={index} onIndex={onIndex} />
      )}
    </div>
  );
};

const Step = ({ name, isOff, onStep }: { name: string; isOff: boolean; onStep: () => void }) => (
  <Button isOff={isOff} onPress={onStep}>
    {name}
  </Button>
);

const paces: readonly (readonly [Pace, string])[] = [
  ['event', 'By event'],
  ['time', 'By time'],
];

const EventSlider = ({
  last,
  index,
  onIndex,
}: Omit<ReplaySliderProps, 'entries'> & { last: number }) => {
  const id = useId();
  return (
    <>
      <label className="only-read" htmlFor={id}>
        Event after which the order is shown
      </label>
      <input
        id={id}
        className="slider"
        type="range"
        min={0}
        max={Math.max(0, last)}
        step={1}
        value={Math.max(0, index)}
        onChange={({ target }) => onIndex(Number(target.value))}
      />
    </>
  );
};

const TimeSlider = ({ entries, index, onIndex }: ReplaySliderProps) => {
  const id = useId();
  const { fromMs, toMs } = useMemo(() => spanOf(entries), [entries]);
  const [chosenMs, setChosenMs] = useState<number>();
  const atEvent = Date.parse(entries[index]?.recordedAt ?? '') || fromMs;
  // The user may choose a time between two events. The slider then stays there instead of jumping
  // back to the time of the earlier event. If another event is selected elsewhere on the page, the
  // slider moves to that event's time.
  const isChosen = chosenMs !== undefined && indexAt(entries, chosenMs) === index;
  const shownMs = isChosen ? chosenMs : atEvent;
  return (
    <div className="replay-time">
      <label className="only-read" htmlFor={id}>
        Time at which the order is shown
      </label>
      <input
        id={id}
        className="slider"
        type="range"
        min={fromMs}
        max={toMs}
        step="any"
        value={shownMs}
        aria-valuetext={timeText(new Date(shownMs).toISOString())}
        onChange={({ target }) => {
          const ms = Number(target.value);
          setChosenMs(ms);
          onIndex(Math.max(0, indexAt(entries, ms)));
        }}
      />
      <span className="soft small nowrap">{timeText(new Date(shownMs).toISOString())}</span>
    </div>
  );
};
