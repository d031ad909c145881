package store

import (
	"fmt"
	"os"
	"sync"
	"testing"

	"gorm.io/gorm"

	"tongbao/server/internal/app"
)

// Readers follow each other so that there is always one, as on a busy day. The
// write-ahead log must not grow with every change all the same.
func TestTheLogStaysShortAmongReaders(t *testing.T) {
	d := target{config: Config{DataDir: t.TempDir(), Clock: ticking()}}
	s := d.open(t)
	const limit = 1 << 20
	s.wal.limit, s.wal.next = limit, limit
	must[app.Submission](t)(s.Accept(t.Context(), plan(programme(50), "p")))

	stop, turn := make(chan struct{}), make(chan struct{})
	var readers sync.WaitGroup
	reads := 0
	read := func() {
		// A reader goes on until the next one has begun.
		err := s.read(t.Context(), "test", func(tx *gorm.DB) error {
			reads++
			var n int
			if err := tx.Raw("SELECT COUNT(*) FROM reports").Scan(&n).Error; err != nil {
				return err
			}
			select {
			case turn <- struct{}{}:
			case <-stop:
			}
			// Some changes come while it works.
			return tx.Raw("WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 200000) SELECT MAX(i) FROM c").Scan(&n).Error
		})
		if err != nil {
			t.Error(err)
		}
	}
	for range 2 {
		readers.Go(func() {
			for {
				select {
				case <-turn:
					read()
				case <-stop:
					return
				}
			}
		})
	}
	turn <- struct{}{}
	most := int64(0)
	for i := range 80 {
		must[app.Submission](t)(s.Accept(t.Context(), progress("市住建局", fmt.Sprint(i), q1(), 50, fmt.Sprint(i))))
		if info, err := os.Stat(s.wal.path); err != nil {
			t.Fatal(err)
		} else {
			most = max(most, info.Size())
		}
	}
	close(stop)
	readers.Wait()
	t.Logf("%d readers one after the other; the log had %d KB at most", reads, most>>10)
	if most > 9*limit { // on a loaded machine many tries meet a reader; without any it would be 12
		t.Errorf("the log grew to %d KB, where %d were allowed", most>>10, limit>>10)
	}
}
