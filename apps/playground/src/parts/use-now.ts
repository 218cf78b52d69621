import { useEffect, useState } from 'react'

/** For times that are told as ages. Milliseconds since 1970, told anew every five seconds. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 5_000)
    return () => clearInterval(timer)
  }, [])
  return now
}
