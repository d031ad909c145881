package store

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// childConfig names the variable that turns the test's binary into a process
// that accepts until it is killed.
const childConfig = "TONGBAO_TEST_ACCEPT_UNTIL_KILLED"

// where is the part of a Config that passes to another process.
type where struct{ DSN, DataDir string }

func TestMain(m *testing.M) {
	if config := os.Getenv(childConfig); config != "" {
		fmt.Fprintln(os.Stderr, acceptUntilKilled(config))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// acceptUntilKilled prints the hash of every acceptance after it was
// acknowledged, and takes every second one back, printing that too.
func acceptUntilKilled(config string) error {
	var w where
	if err := json.Unmarshal([]byte(config), &w); err != nil {
		return err
	}
	ctx := context.Background()
	s, err := Open(ctx, Config{DSN: w.DSN, DataDir: w.DataDir, Clock: ticking()})
	if err != nil {
		return err
	}
	for i := 0; ; i++ {
		hash := fmt.Sprintf("%d-%d", os.Getpid(), i)
		sub, err := s.Accept(ctx, progress("市住建局", hash, q1(), 20, "5"))
		if err != nil {
			return err
		}
		fmt.Println(hash)
		if i%2 == 0 {
			continue
		}
		if _, err := s.Undo(ctx, sub.ID, "误传", app.CommandLine); err != nil {
			return err
		}
		fmt.Println(undonePrefix + hash)
	}
}

// undonePrefix stands before the hash of a submission that was taken back.
const undonePrefix = "undone "

func TestKilledWhileAccepting(t *testing.T) {
	onEach(t, func(t *testing.T, d target) {
		s := d.open(t)
		must[app.Submission](t)(s.Accept(t.Context(), plan(programme(20), "p")))
		acknowledged := map[string]bool{}
		for round := range 8 {
			for _, hash := range killAfter(t, d, 1+round*2) {
				acknowledged[hash] = true
			}
		}
		stored := map[string]bool{}
		for _, sub := range must[[]app.Submission](t)(s.Submissions(t.Context(), key)) {
			stored[sub.SHA256] = true
			if sub.Undone != nil {
				stored[undonePrefix+sub.SHA256] = true
			}
		}
		for hash := range acknowledged {
			if !stored[hash] {
				t.Errorf("acceptance %s was acknowledged and is lost", hash)
			}
		}
		reports := must[[]ledger.Report](t)(s.Reports(t.Context(), key))
		if len(reports) != 20 || reports[0].Submission != reports[19].Submission {
			t.Errorf("%d reports, not of one submission", len(reports))
		}
		sound(t, s)
	})
}

// killAfter kills an accepting process when it has been heard n times, and
// returns all that it acknowledged.
func killAfter(t *testing.T, d target, n int) []string {
	t.Helper()
	config, err := json.Marshal(where{d.config.DSN, d.config.DataDir})
	if err != nil {
		t.Fatal(err)
	}
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), childConfig+"="+string(config))
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var heard []string
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if heard = append(heard, lines.Text()); len(heard) == n {
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := child.Wait(); err == nil || len(heard) < n {
		t.Fatalf("the process ended by itself after %d", len(heard))
	}
	return heard
}
