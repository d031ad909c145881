package main

import (
	"context"
	"path/filepath"
	"testing"
	"time"
)

// A restore that is killed leaves an empty ledger, into which it can be done
// again, or a whole one.
func TestKilledRestoreIsDoneAgain(t *testing.T) {
	data, file := demoFolder(t), filepath.Join(t.TempDir(), "a.zip")
	works(t, "backup", file, "--data", data)
	killedCarrying(t, data, func(*system) []string { return []string{"restore", file} })
}

// So does a move from one database to another.
func TestKilledMoveIsDoneAgain(t *testing.T) {
	data := demoFolder(t)
	killedCarrying(t, data, func(s *system) []string {
		to := s.dsn
		if to == "" {
			to = "sqlite:" + s.data
		}
		return []string{"migrate", "--from", "sqlite:" + data, "--to", to}
	})
}

// killedCarrying kills, at random moments, commands that carry the ledger in a
// folder over into empty systems. TONGBAO_CARRY_KILLS is how many there are on
// each database.
func killedCarrying(t *testing.T, data string, args func(to *system) []string) {
	t.Helper()
	want := exports(t, data, "")
	onEach(t, func(t *testing.T, s *system) {
		kills, random := told(t, "TONGBAO_CARRY_KILLS", 2), moments(t)
		empty := s.another().state()
		began := time.Now()
		s.do(args(s)...)
		span := time.Since(began)
		whole := s.state()
		sameExports(t, "carried over", exports(t, s.data, s.dsn), want)
		left := 0 // empty
		for range kills {
			to := s.another()
			ctx, cancel := context.WithTimeout(t.Context(), time.Duration(random.Int64N(int64(span))))
			cmd := command(ctx, append(args(to), "--data", to.data)...)
			cmd.Env = append(cmd.Env, to.env()...)
			_ = cmd.Run() // it was killed, or done before
			cancel()
			switch now := to.state(); now {
			case whole:
				continue
			case empty:
			default:
				t.Fatalf("half of it is there:\n%s", difference(now, whole))
			}
			left++
			to.do(args(to)...)
			if now := to.state(); now != whole {
				t.Fatalf("done again:\n%s", difference(now, whole))
			}
		}
		t.Logf("%d kills: %d left it empty, %d whole", kills, left, kills-left)
	})
}
