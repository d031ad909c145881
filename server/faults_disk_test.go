//go:build linux

package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	samplesheets "tongbao/sample-sheets"
)

// TestFullDisk goes the office's way on a disk that is full whenever something is
// to be stored, with a little more room left each time it was refused: a clear
// answer, nothing half stored, and the server goes on once there is room.
func TestFullDisk(t *testing.T) {
	needsTools(t)
	s := newSystem(t, "")
	mount(t, s.data, "size=9m")
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

// TestCommandsOnAFullDisk runs the commands where their files find no room: it is
// said in words, nothing half written is left, and once there is room all is done.
func TestCommandsOnAFullDisk(t *testing.T) {
	needsTools(t)
	data, disk := demoFolder(t), t.TempDir()
	mount(t, disk, "size=96m")
	ballast := filepath.Join(disk, "ballast")
	temp := filepath.Join(disk, "temp")
	out, fresh := filepath.Join(disk, "out"), filepath.Join(disk, "data")
	book := samplesheets.Workbooks("huaian-2020")[0]
	table := filepath.Join(t.TempDir(), book.Name)
	backup := filepath.Join(t.TempDir(), "backup.zip")
	if err := os.WriteFile(table, book.Data, 0o600); err != nil {
		t.Fatal(err)
	}
	works(t, "backup", backup, "--data", data)
	inOut := func(name string) string { return filepath.Join(out, name) }
	for _, c := range []struct {
		args []string
		made string // a file that it is to write
	}{
		{[]string{"return", table, "--out", inOut("批注.xlsx")}, inOut("批注.xlsx")},
		{[]string{"template", "--programme", "huaian-2020", "--period", "2020Q1", "--all", "--out", inOut("a.zip"), "--data", data}, inOut("a.zip")},
		{[]string{"bulletin", "--programme", "huaian-2020", "--period", "2020Q1", "--out", out, "--data", data}, ""},
		{[]string{"exchange", "--bulletin", "1", "--out", out, "--data", data}, ""},
		{[]string{"backup", inOut("b.zip"), "--data", data}, inOut("b.zip")},
		{[]string{"verify", "--backup", backup}, ""},
		{[]string{"import", table, "--programme", "huaian-2020", "--data", fresh}, ""},
		{[]string{"restore", backup, "--data", fresh}, ""},
		{[]string{"migrate", "--from", "sqlite:" + data, "--to", "sqlite:" + fresh}, ""},
		{[]string{"demo", "--data", fresh}, ""},
	} {
		t.Run(c.args[0], func(t *testing.T) {
			t.Setenv("TMPDIR", temp)
			for _, dir := range []string{out, temp} {
				if err := os.MkdirAll(dir, 0o750); err != nil {
					t.Fatal(err)
				}
			}
			refused := 0
			for room := int64(0); ; room = max(8<<10, room*64) {
				if room > 1<<36 {
					t.Fatal("it is refused whatever room there is")
				}
				if err := fill(ballast, room); err != nil {
					t.Fatal(err)
				}
				_, stderr, code := execute(t, c.args...)
				if err := os.Remove(ballast); err != nil {
					t.Fatal(err)
				}
				if code == exitDone {
					break
				}
				refused++
				if code != exitRefused || !strings.Contains(stderr, "磁盘空间不足") {
					t.Errorf("with room for %d: exit %d: %s", room, code, stderr)
				}
				if c.made != "" {
					if left, err := os.ReadDir(out); err != nil || len(left) > 0 {
						t.Errorf("with room for %d it left %v, %v", room, left, err)
					}
				}
				if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
					t.Errorf("with room for %d it left %v in TMPDIR, %v", room, left, err)
				}
			}
			if refused == 0 {
				t.Error("it was never refused")
			}
			if _, err := os.Stat(fresh); err == nil {
				works(t, "verify", "--data", fresh)
			}
			for _, file := range halfWritten(t, disk) {
				t.Errorf("left: %s", file)
			}
			for _, dir := range []string{out, temp, fresh} {
				if err := os.RemoveAll(dir); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
	works(t, "verify", "--data", data)
}

// halfWritten are files below a folder that have names of those that are being
// written.
func halfWritten(t *testing.T, dir string) (found []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if strings.Contains(path, ".partial") || strings.Contains(path, ".incoming") {
			found = append(found, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestPrintedToAFullDisk: what another program reads does not end half-way
// unnoticed.
func TestPrintedToAFullDisk(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer full.Close()
	cmd := command(t.Context(), "export", "--programme", "huaian-2020", "--period", "2020Q1", "--json", "--data", demoFolder(t))
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = full, &said
	if err := cmd.Run(); cmd.ProcessState.ExitCode() != exitRefused || !strings.Contains(said.String(), "磁盘空间不足") {
		t.Errorf("%v: %s", err, said.String())
	}
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
			if room > 1<<30 {
				t.Fatalf("%s is refused whatever room there is", p.name)
			}
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
