package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tongbao/server/internal/app"
	"tongbao/server/internal/store"
)

func TestDoctor(t *testing.T) {
	data := demoFolder(t)
	t.Setenv("LANG", "C.UTF-8")
	t.Setenv("LC_ALL", "")
	t.Setenv("LC_CTYPE", "")
	stdout, _, code := execute(t, "doctor", "--data", data)
	if code != 1 || strings.Count(stdout, "✗") != 1 || !strings.Contains(stdout, "✗ 备份：还没有备份过") {
		t.Errorf("before a backup: exit %d:\n%s", code, stdout)
	}
	works(t, "backup", filepath.Join(t.TempDir(), "a.zip"), "--data", data)
	stdout, _, code = execute(t, "doctor", "--data", data)
	if code != 0 || strings.Contains(stdout, "✗") {
		t.Errorf("after one: exit %d:\n%s", code, stdout)
	}
	for _, what := range []string{"SQLite 3", "磁盘还剩", "WAL", "仿宋", "Asia/Shanghai", "上一次在"} {
		if !strings.Contains(stdout, what) {
			t.Errorf("nothing of %s:\n%s", what, stdout)
		}
	}
	t.Setenv(setSMTP, "smtp://u:geheim@127.0.0.1:1")
	t.Setenv(setFrom, "a@example.cn")
	t.Setenv(setFonts, t.TempDir())
	t.Setenv("LANG", "zh_CN.GBK")
	stdout, _, code = execute(t, "doctor", "--data", data)
	for _, ill := range []string{"邮件", "区域"} {
		if code != 1 || !strings.Contains(stdout, "✗ "+ill) || strings.Contains(stdout, "geheim") {
			t.Errorf("exit %d, want ✗ %s:\n%s", code, ill, stdout)
		}
	}
}

// A clock that is behind the log's last entry is told of.
func TestDoctorLooksAtTheClock(t *testing.T) {
	t.Setenv(setDatabase, "")
	data := t.TempDir()
	later := func() time.Time { return time.Now().Add(2 * time.Hour) }
	ledger, err := store.Open(t.Context(), store.Config{DataDir: data, Clock: later})
	if err != nil {
		t.Fatal(err)
	}
	err = ledger.Note(t.Context(), app.AuditEntry{Actor: app.CommandLine, Action: app.ActionBackup, Subject: "x", Detail: "x"})
	if err := errors.Join(err, ledger.Close()); err != nil {
		t.Fatal(err)
	}
	if stdout, _, code := execute(t, "doctor", "--data", data); code != 1 || !strings.Contains(stdout, "✗ 时钟") || !strings.Contains(stdout, "请校准") {
		t.Errorf("exit %d:\n%s", code, stdout)
	}
}

// What is wrong with the settings is told at once, by whichever command needs
// them, without the secrets in them.
func TestSettingsAreChecked(t *testing.T) {
	file := filepath.Join(t.TempDir(), "tongbao.env")
	lines := "TONGBAO_ADDR=8080\nSMTP_URL=smtp://u:geheim@mail.example.cn?x=1\nBLOB_URL=s3://k:geheim@h\nTONGBAO_DATA=/somewhere\nCOLOUR=red\n"
	if err := os.WriteFile(file, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv(setDatabase, "mysql://u:geheim@h/d")
	for _, args := range [][]string{{"serve"}, {"verify"}, {"config"}} {
		stdout, stderr, code := execute(t, append(args, "--config", file)...)
		for _, name := range []string{setAddr, setSMTP, setBlobs, setDatabase, "COLOUR"} {
			if code != 1 || !strings.Contains(stderr, name) {
				t.Errorf("%s: exit %d, nothing of %s: %s", args[0], code, name, stderr)
			}
		}
		if strings.Contains(stdout+stderr, "geheim") {
			t.Errorf("%s shows a password: %s%s", args[0], stdout, stderr)
		}
	}
	stdout, _, _ := execute(t, "config", "--config", file, "--data", "here")
	for _, line := range []string{"TONGBAO_DATA=here\n", "（命令行 --data）", "（" + file + " 第2行）", "（环境变量）", "（默认）"} {
		if !strings.Contains(stdout, line) {
			t.Errorf("config says nothing of %q:\n%s", line, stdout)
		}
	}
}
