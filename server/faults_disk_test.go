//go:build linux

package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// TestFullDisk goes the office's way on a disk that is full whenever something is
// to be stored, with a little more room left each time it was refused: a clear
// answer, nothing half stored, and the server goes on once there is room.
func TestFullDisk(t *testing.T) {
	needsTools(t)
	s := newSystem(t, "")
	mount(t, s.data, "size=6m")
	// The ballast lies beside the data, so that it is not taken for a part of it.
	disk := s.data
	s.data = filepath.Join(disk, "data")
	ballast := filepath.Join(disk, "ballast")
	squeezed(t, s, wholeWay(t, "huaian-2020")[:12], func(room int64) {
		if err := fill(ballast, room); err != nil {
			t.Fatal(err)
		}
	}, func() {
		if err := os.Remove(ballast); err != nil {
			t.Fatal(err)
		}
	})
}

// fill writes a file that leaves no more than so much room on its disk.
func fill(path string, room int64) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, zeros{})
	if !errors.Is(err, syscall.ENOSPC) {
		return errors.Join(err, errors.New("the disk is not full"), f.Close())
	}
	size, err := f.Seek(0, io.SeekCurrent)
	if err == nil {
		err = f.Truncate(max(0, size-room))
	}
	return errors.Join(err, f.Close())
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}

// TestFilesMayNotGrow is the same where the system lets the server's files grow no
// further (ulimit -f).
func TestFilesMayNotGrow(t *testing.T) {
	s := newSystem(t, "")
	limit := func(most uint64) {
		err := unix.Prlimit(s.process.cmd.Process.Pid, unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: most, Max: unix.RLIM_INFINITY}, nil)
		if err != nil {
			t.Fatal(err)
		}
	}
	squeezed(t, s, wholeWay(t, "huaian-2020")[:4], func(room int64) { limit(uint64(room)) }, func() { limit(unix.RLIM_INFINITY) })
}

// squeezed takes steps. Before the last act of each, squeeze leaves so much room, and release ends that.
func squeezed(t *testing.T, s *system, steps []step, squeeze func(room int64), release func()) {
	t.Helper()
	twin := newSystem(t, "")
	twin.boot()
	defer twin.stop()
	s.boot()
	defer s.stop()
	refusals := 0
	for _, p := range steps {
		if p.args != nil { // another process, which has no room from the start
			p.take(twin, func(func()) {})
			if done := p.take(s, func(func()) {}); !done.acknowledged {
				t.Fatalf("%s: %s", p.name, done.refused)
			}
			continue
		}
		for _, x := range []*system{s, twin} {
			if p.before != nil {
				p.before(x)
			}
		}
		var before string
		p.take(twin, func(func()) { before = twin.state() })
		want := twin.state()
		for room := int64(0); ; room = max(16<<10, room*8) {
			done := p.take(s, func(func()) { squeeze(room) })
			release()
			now := s.state()
			if done.acknowledged {
				if now != want {
					t.Fatalf("%s, with room for %d:\n%s", p.name, room, difference(now, want))
				}
				break
			}
			if !strings.HasPrefix(done.refused, "503") || !strings.Contains(done.refused, "磁盘空间不足") {
				t.Errorf("%s, with room for %d: %.30s %s", p.name, room, done.refused, problem(done.refused))
			}
			if now != before {
				t.Fatalf("%s, with room for %d, was refused and left:\n%s", p.name, room, difference(now, before))
			}
			refusals++
		}
	}
	t.Logf("%d refusals", refusals)
	if refusals < len(steps)/2 {
		t.Error("the disk was hardly ever full")
	}
}

// TestReadOnlyFolder: what can write nothing says so and does not start.
func TestReadOnlyFolder(t *testing.T) {
	needsTools(t)
	s := newSystem(t, "")
	mount(t, s.data, "size=6m")
	s.boot()
	s.stop()
	if err := unix.Mount("", s.data, "", unix.MS_REMOUNT|unix.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"serve", "--addr", "127.0.0.1:0"}, {"export", "--programme", "p", "--period", "2020Q1", "--json"}} {
		stdout, stderr, code := execute(t, append(args, "--data", s.data)...)
		if code != exitRefused || !strings.Contains(stderr, "错误：") || !strings.Contains(stderr, "只读") && !strings.Contains(stderr, "read-only") {
			t.Errorf("%s: exit %d, said %s%s", args[0], code, stdout, stderr)
		}
	}
}

// mount puts a small disk of memory in the place of a folder until the test ends.
func mount(t *testing.T, dir, size string) {
	t.Helper()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, size); err != nil {
		t.Fatalf("mount a small disk: %v", err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
}
