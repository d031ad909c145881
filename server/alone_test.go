package main

import (
	"strings"
	"testing"

	"tongbao/server/ledger"
)

func TestAFolderIsServedOnce(t *testing.T) {
	t.Setenv("DATABASE_URL", "")
	dir := t.TempDir()
	release, err := serveAlone(dir)
	if err != nil {
		t.Fatal(err)
	}
	second := serveOptions{options: &options{data: dir}, addr: "127.0.0.1:0"}
	err = second.run(t.Context(), nil)
	if ledger.CodeOf(err) != ledger.CodeRefused || !strings.Contains(err.Error(), "已有一个实事通报服务在运行") {
		t.Errorf("a second server on the folder: %v", err)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	if release, err = serveAlone(dir); err != nil {
		t.Fatalf("after the first has ended: %v", err)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
}
