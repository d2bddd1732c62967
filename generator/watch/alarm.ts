/** An Alarm sleeps until it is woken up. What wakes it while it is awake is not forgotten: then it does not go to sleep. */
export class Alarm {
  #isRung = false
  #ring: () => void = () => {}

  /** Wakes up. */
  wakeUp(): void {
    this.#isRung = true
    this.#ring()
  }

  /** Sleeps until it is woken up, or for so many milliseconds. */
  async sleep(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      this.#ring = () => {
        clearTimeout(timer)
        resolve()
      }
      if (this.#isRung) this.#ring()
    })
    this.#isRung = false
  }
}
