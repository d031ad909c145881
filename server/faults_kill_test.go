package main

import (
	"context"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	samplesheets "tongbao/sample-sheets"
)

// TestKilledAtAnyMoment kills the server, or the command, at a random moment of
// each step of the office's way (kill -9). Afterwards the system must be as
// before the step or as after it, as another system is that was never killed; and
// as after it when that was acknowledged. TONGBAO_KILLS is how many kills there
// are on each database, TONGBAO_SEED makes their moments again, and with
// TONGBAO_KILL_STEP only steps are cut short whose names contain it.
func TestKilledAtAnyMoment(t *testing.T) {
	kills := 4
	if os.Getenv("TONGBAO_FAULTS") == "1" {
		kills = 15
	}
	kills = told(t, "TONGBAO_KILLS", kills)
	onEach(t, func(t *testing.T, s *system) {
		random := moments(t)
		for range kills / 8 {
			killStarting(s, time.Duration(random.Int64N(int64(300*time.Millisecond))))
		}
		twin := newSystem(t, "")
		twin.boot()
		defer twin.stop()
		s.boot()
		defer func() { s.kill() }()
		var end tally
		for _, key := range samplesheets.Keys() {
			for _, p := range wholeWay(t, key) {
				if end.kills == kills-kills/8 {
					break
				}
				if !strings.Contains(p.name, os.Getenv("TONGBAO_KILL_STEP")) {
					p.whole(s)
					p.whole(twin)
					continue
				}
				end.cut(p, s, twin, random)
			}
		}
		t.Logf("%d kills while starting, %d in a step: %d as before it, %d as after it, %d of these acknowledged",
			kills/8, end.kills, end.kills-end.after, end.after, end.acknowledged)
	})
}

// told is the number that a variable of the environment says, or another.
func told(t *testing.T, variable string, otherwise int) int {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// moments draws when to kill: anew in each run, or as TONGBAO_SEED says.
func moments(t *testing.T) *rand.Rand {
	t.Helper()
	seed := uint64(told(t, "TONGBAO_SEED", int(time.Now().UnixNano())))
	t.Logf("TONGBAO_SEED=%d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

// killStarting kills a server that is starting, which may be making its database.
func killStarting(s *system, after time.Duration) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), after)
	defer cancel()
	cmd := command(ctx, "serve", "--addr", "127.0.0.1:0", "--data", s.data)
	cmd.Env = append(cmd.Env, s.env()...)
	if err := cmd.Run(); ctx.Err() == nil {
		s.t.Fatalf("the server ended by itself: %v", err)
	}
}

// whole takes a step that nobody cuts short.
func (p step) whole(s *system) {
	s.t.Helper()
	if p.before != nil {
		p.before(s)
	}
	if end := p.take(s, func(func()) {}); !end.acknowledged {
		s.t.Fatalf("%s: %.2000s", p.name, end.refused)
	}
}

// tally counts how steps ended that were cut short.
type tally struct{ kills, after, acknowledged int }

// cut takes a step on both systems, and kills the one at a random moment of it.
func (n *tally) cut(p step, s, twin *system, random *rand.Rand) {
	s.t.Helper()
	for _, x := range []*system{s, twin} {
		if p.before != nil {
			p.before(x)
		}
	}
	var before string
	var began time.Time
	if p.args != nil { // it is under way when it can be cut short
		before, began = twin.state(), time.Now()
	}
	p.take(twin, func(func()) {
		if p.args == nil {
			before, began = twin.state(), time.Now()
		}
	})
	span := time.Since(began)
	want := twin.state()
	if before == want {
		s.t.Fatalf("%s changes nothing", p.name)
	}

	killed := make(chan struct{})
	ended := p.take(s, func(kill func()) {
		go func() {
			defer close(killed)
			time.Sleep(time.Duration(random.Int64N(2 * int64(span))))
			kill()
		}()
	})
	<-killed
	n.kills++
	now := s.state()
	if p.after != nil {
		p.after(s, now == want)
	}
	switch {
	case now == want:
		n.after++
	case now != before:
		s.t.Fatalf("%s: half of it is there:\n%s", p.name, difference(now, before)+"\n=== or ===\n"+difference(now, want))
	case ended.refused != "":
		s.t.Fatalf("%s: %.2000s", p.name, ended.refused)
	case ended.acknowledged:
		s.t.Fatalf("%s: was acknowledged and is lost", p.name)
	}
	if ended.acknowledged {
		n.acknowledged++
	}
	if p.args == nil {
		s.boot()
	}
	if now == before {
		if again := p.take(s, func(func()) {}); !again.acknowledged {
			s.t.Fatalf("%s: was not done when it was tried again: %.2000s", p.name, again.refused)
		}
		if now = s.state(); now != want {
			s.t.Fatalf("%s, done again:\n%s", p.name, difference(now, want))
		}
	}
}
