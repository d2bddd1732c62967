type Timer = ReturnType<typeof setTimeout> & { unref?: () => unknown }

/** A timer that does not keep a process alive where it is in the background. */
export function timerOf(run: () => void, milliseconds: number, inBackground: boolean): Timer {
  const timer: Timer = setTimeout(run, milliseconds)
  if (inBackground) timer.unref?.()
  return timer
}
