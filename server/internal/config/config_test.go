package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func settings() []Setting {
	return []Setting{
		{Name: "A", Default: "1"},
		{Name: "B", Check: func(v string, of func(string) string) error {
			if v == of("A") {
				return nil
			}
			return errors.New("应与 A 相同")
		}},
		{Name: "URL", Secret: true},
	}
}

func read(t *testing.T, file string, environment map[string]string) (*Config, string) {
	t.Helper()
	path := ""
	if file != "" {
		path = filepath.Join(t.TempDir(), "tongbao.env")
		if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c, errs := Read(settings(), path, func(name string) (string, bool) { v, ok := environment[name]; return v, ok })
	return c, strings.ReplaceAll(errors.Join(errs...).Error(), path, "FILE")
}

func TestWhoSaysIt(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tongbao.env")
	file := "\ufeff# 设置\r\n\r\n A = 'of file' \r\nURL=\"postgres://u:p=w@h/d\"\n"
	if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	environment := map[string]string{"A": "", "URL": "s3://k:secret@h/b?password=x&region=r"}
	c, errs := Read(settings(), path, func(name string) (string, bool) { v, ok := environment[name]; return v, ok })
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	c.Say("B", "2", "--b")
	var got []string
	for _, v := range c.Values() {
		got = append(got, v.Name+"="+v.Shown()+" "+strings.ReplaceAll(v.Origin, path, "FILE"))
	}
	want := "A=of file FILE 第3行|B=2 命令行 --b|URL=s3://k:xxxxx@h/b?password=xxxxx&region=r 环境变量"
	if strings.Join(got, "|") != want {
		t.Errorf(" got %s\nwant %s", strings.Join(got, "|"), want)
	}
	if c.Get("URL") != environment["URL"] {
		t.Errorf("the value itself is %s", c.Get("URL"))
	}
}

func TestEverythingWrongIsSaidAtOnce(t *testing.T) {
	_, got := read(t, "A\nNAME=1\nA=2\nA=3\nB=4\n", nil)
	want := []string{
		"FILE 第1行：应写作 名称=值", "FILE 第2行：没有名为“NAME”的设置（tongbao config 列出全部）", "FILE 第4行：“A”已在第3行写过", "B（FILE 第5行）：应与 A 相同",
	}
	if got != strings.Join(want, "\n") {
		t.Errorf("said:\n%s", got)
	}
	if _, errs := Read(settings(), filepath.Join(t.TempDir(), "nowhere"), os.LookupEnv); len(errs) != 1 {
		t.Errorf("no file: %v", errs)
	}
}

func TestMasked(t *testing.T) {
	for address, want := range map[string]string{
		"":                               "",
		"sqlite:./data":                  "sqlite:./data",
		"postgres://u:geheim@h/d":        "postgres://u:xxxxx@h/d",
		"postgres://h/d?password=geheim": "postgres://h/d?password=xxxxx",
		"smtp://u:ge%heim@h":             "（不显示）",
		"user:geheim@host":               "（不显示）",
	} {
		if got := Masked(address); got != want {
			t.Errorf("%s is shown as %s", address, got)
		}
	}
}
