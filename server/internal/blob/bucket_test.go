package blob

import (
	"bytes"
	"context"
	"errors"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"tongbao/server/ledger"
)

// bucket is a Bucket of an S3 server in this process, and that server's store.
func bucket(t *testing.T) (*Bucket, *s3mem.Backend) {
	t.Helper()
	backend := s3mem.New()
	if err := backend.CreateBucket("tongbao"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(server.Close)
	b, err := NewBucket("s3://KEY:SECRET@" + strings.TrimPrefix(server.URL, "http://") + "/tongbao/淮安?region=us-east-1&tls=none")
	if err != nil {
		t.Fatal(err)
	}
	return b, backend
}

func TestBucket(t *testing.T) {
	b, backend := bucket(t)
	ctx := t.Context()
	if err := b.Ready(ctx); err != nil {
		t.Fatal(err)
	}
	var hashes []string
	for _, data := range [][]byte{[]byte("第3期通报"), bytes.Repeat([]byte{7}, 6<<20)} {
		for range 2 {
			hash, err := b.Put(ctx, data)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := b.Get(ctx, hash); err != nil || !bytes.Equal(got, data) {
				t.Errorf("Get: %d bytes, %v", len(got), err)
			}
			hashes = append(hashes, hash)
		}
	}
	slices.Sort(hashes)
	hashes = slices.Compact(hashes)
	var listed []string
	if err := b.Each(ctx, func(hash string) error { listed = append(listed, hash); return nil }); err != nil || !slices.Equal(listed, hashes) {
		t.Errorf("listed %q, %v, want %q", listed, err, hashes)
	}
	enough := errors.New("enough")
	if err := b.Each(ctx, func(string) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("a visit that fails: %v", err)
	}
	damaged := b.name(hashes[0])
	if _, err := backend.PutObject("tongbao", damaged, map[string]string{}, strings.NewReader("x"), 1, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Get(ctx, hashes[0]); ledger.CodeOf(err) != ledger.CodeInvalid {
		t.Errorf("a changed file gives %v", err)
	}
	for _, hash := range []string{"", "../../secret", strings.Repeat("a", 64)} {
		if _, err := b.Get(ctx, hash); ledger.CodeOf(err) != ledger.CodeNotFound {
			t.Errorf("Get(%q): %v", hash, err)
		}
	}
}

func TestBucketThatCannotBeUsed(t *testing.T) {
	b, _ := bucket(t)
	b.bucket = "another"
	for name, err := range map[string]error{
		"no such bucket": b.Ready(t.Context()),
		"nobody answers": func() error {
			away, err := NewBucket("s3://KEY:SECRET@127.0.0.1:1/tongbao?tls=none")
			if err != nil {
				return err
			}
			_, err = away.Put(t.Context(), []byte("x"))
			return err
		}(),
	} {
		if ledger.CodeOf(err) != ledger.CodeUnavailable || strings.Contains(err.Error(), "SECRET") {
			t.Errorf("%s: %v", name, err)
		}
	}
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	if err := b.Each(stopped, func(string) error { return nil }); err == nil {
		t.Error("listed after the end")
	}
}

func TestBucketAddresses(t *testing.T) {
	for _, address := range []string{
		"", "http://a/b", "s3:///b", "s3://host/bucket", "s3://k@host/bucket", "s3://k:geheim@host", "s3://k:geheim@host/",
		"s3://k:geheim@host/b?tls=off", "s3://k:geheim@host/b?x=1", "s3://k:geheim@ho st/b", "s3://k:ge%heim@host/b",
	} {
		_, err := NewBucket(address)
		if ledger.CodeOf(err) != ledger.CodeInvalid || strings.Contains(err.Error(), "geheim") {
			t.Errorf("%q: %v", address, err)
		}
	}
	b, err := NewBucket("s3://k:s%2Fecret@oss.example.cn/tongbao/a/b?region=cn-north-1")
	if err != nil || b.bucket != "tongbao" || b.prefix != "a/b" || b.client.EndpointURL().Scheme != "https" {
		t.Errorf("%+v, %v", b, err)
	}
}
