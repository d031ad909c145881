package main

import (
	"fmt"
	"path/filepath"

	"github.com/gofrs/flock"

	"tongbao/server/internal/disk"
	"tongbao/server/ledger"
)

// serveLock is the file in the data folder that a serving process holds locked.
// The system gives the lock up when the process ends, however it does.
const serveLock = "serve.lock"

// serveAlone takes the data folder for this process to serve from: CodeRefused
// while another one does. Two servers on one SQLite file would each take the
// other's mails under way for those of a process that is gone. The returned
// function gives the folder free.
func serveAlone(data string) (release func() error, err error) {
	if err := disk.MakeDir(data); err != nil {
		return nil, notWritten(data, err)
	}
	lock := flock.New(filepath.Join(data, serveLock))
	free, err := lock.TryLock()
	if err != nil {
		return nil, notWritten(filepath.Join(data, serveLock), err)
	}
	if !free {
		return nil, ledger.Errorf(ledger.CodeRefused,
			"数据目录 %s 已有一个实事通报服务在运行，不能再启动第二个。请直接打开那一个的网址，或先停止它；要同时运行几个服务，请用 DATABASE_URL 换成 PostgreSQL", data)
	}
	return func() error {
		if err := lock.Unlock(); err != nil {
			return fmt.Errorf("give the data folder free: %w", err)
		}
		return nil
	}, nil
}
