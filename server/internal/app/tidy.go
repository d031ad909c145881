package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"tongbao/server/ledger"
)

// ActionTidy is the log's word for files that were removed.
const ActionTidy = "tidy"

// tidiedAtOnce is how many files are removed, and told of in one entry of the
// log, while others wait to store theirs.
const tidiedAtOnce = 50

// Unnamed are the files that neither the ledger nor its log speaks of: checked
// and never accepted, or left by a process that was killed.
func (s *Service) Unnamed(ctx context.Context) ([]string, error) {
	named, err := s.Store.Named(ctx)
	if err != nil {
		return nil, err
	}
	var unnamed []string
	err = s.Blobs.Each(ctx, func(sha256 string) error {
		if !named[sha256] {
			unnamed = append(unnamed, sha256)
		}
		return nil
	})
	return unnamed, err
}

// Untidy are the files that neither the ledger nor its log speaks of and that
// nobody has put since a moment. CodeRefused where another database may name them.
func (s *Service) Untidy(ctx context.Context, before time.Time) ([]StoredFile, error) {
	if s.Tidier == nil {
		return nil, ledger.Errorf(ledger.CodeRefused, "没有清理：文件不在本机的数据目录里，或者台账在 PostgreSQL 里，另外的服务和台账也可能在用这些文件")
	}
	if note := s.Tidier.Shared(); note != "" {
		return nil, ledger.Errorf(ledger.CodeRefused,
			"没有清理：这个数据目录里的文件，另一个数据库（PostgreSQL）的台账也用过。确知那个台账已不再使用或已搬走文件，请删除“%s”后再运行", note)
	}
	// First the files, then who names them: a file that a row comes to name
	// meanwhile has been put meanwhile, and is not stale any more when it comes to
	// be removed.
	stale, err := s.Tidier.Stale(ctx, before)
	if err != nil {
		return nil, err
	}
	named, err := s.Store.Named(ctx)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(stale, func(f StoredFile) bool { return named[f.SHA256] }), nil
}

// Tidy removes what Untidy lists, each told of in the log with its hash, and
// what killed processes had begun to write. It returns what it removed.
func (s *Service) Tidy(ctx context.Context, before time.Time, by Actor) (gone []StoredFile, begun int, err error) {
	untidy, err := s.Untidy(ctx, before)
	if err != nil {
		return nil, 0, err
	}
	for files := range slices.Chunk(untidy, tidiedAtOnce) {
		err := s.Tidier.Remove(ctx, files, before, func(now []StoredFile) error {
			gone = append(gone, now...)
			return s.Store.Note(ctx, AuditEntry{Actor: by, Action: ActionTidy, Subject: "文件", Detail: removed(now)})
		})
		if err != nil {
			return gone, 0, err
		}
	}
	begun, err = s.Tidier.Sweep(s.Clock())
	return gone, begun, err
}

// removed tells the log what goes.
func removed(files []StoredFile) string {
	hashes := make([]string, len(files))
	for i, f := range files {
		hashes[i] = f.SHA256
	}
	return fmt.Sprintf("删除台账没有用到的文件%d个，共%d字节，SHA-256 %s", len(files), TotalSize(files), strings.Join(hashes, " "))
}

// TotalSize is how many bytes files have together.
func TotalSize(files []StoredFile) (n int64) {
	for _, f := range files {
		n += f.Size
	}
	return n
}
