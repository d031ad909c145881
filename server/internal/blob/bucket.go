package blob

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"strings"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

var _ app.Blobs = (*Bucket)(nil)

// Bucket keeps files in a bucket of an S3-compatible store, under the names that
// a Folder gives them, so that a folder's files can be mirrored into it.
type Bucket struct {
	client *minio.Client
	bucket string
	prefix string
}

// tries is how often a request is made before the store counts as away.
const tries = 3

// NewBucket uses the bucket at s3://KEY:SECRET@host:port/bucket/prefix with, where
// they are needed, ?region=… and tls=none. CodeInvalid for an address that is
// none; whether the store answers the first use tells.
func NewBucket(address string) (*Bucket, error) {
	// What url.Parse says of a broken address would show the secret in it.
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "s3" || u.Host == "" {
		return nil, invalid("应写作 s3://KEY:SECRET@主机:端口/桶名（密钥中的特殊字符要写成 %%XX）")
	}
	secret, _ := u.User.Password()
	if u.User.Username() == "" || secret == "" {
		return nil, invalid("没有写访问密钥，应写作 s3://KEY:SECRET@主机:端口/桶名")
	}
	bucket, prefix, _ := strings.Cut(strings.Trim(u.Path, "/"), "/")
	if bucket == "" {
		return nil, invalid("没有写桶名，应写作 s3://KEY:SECRET@主机:端口/桶名")
	}
	secure := true
	for name, values := range u.Query() {
		switch {
		case name == "region":
		case name == "tls" && values[0] == "none":
			secure = false
		default:
			return nil, invalid("问号后面的“%s=%s”无法识别，只能有 region=… 和 tls=none", name, values[0])
		}
	}
	client, err := minio.New(u.Host, &minio.Options{
		Creds: credentials.NewStaticV4(u.User.Username(), secret, ""), Secure: secure,
		Region: u.Query().Get("region"), MaxRetries: tries,
	})
	if err != nil {
		return nil, invalid("无法使用：%v", err)
	}
	return &Bucket{client: client, bucket: bucket, prefix: prefix}, nil
}

func invalid(format string, args ...any) error {
	return ledger.Errorf(ledger.CodeInvalid, "文件存储的地址"+format, args...)
}

// Put stores the bytes and returns their hash. Bytes that are stored already are
// written once more, which mends what was damaged.
func (b *Bucket) Put(ctx context.Context, data []byte) (string, error) {
	hash := sum(data)
	return hash, b.write(ctx, b.name(hash), data)
}

func (b *Bucket) write(ctx context.Context, name string, data []byte) error {
	_, err := b.client.PutObject(ctx, b.bucket, name, bytes.NewReader(data), int64(len(data)),
		minio.PutObjectOptions{ContentType: "application/octet-stream", DisableMultipart: true})
	return b.explain(err)
}

// Get returns the bytes with the hash: CodeNotFound when there are none,
// CodeInvalid when they have changed since they were stored.
func (b *Bucket) Get(ctx context.Context, hash string) ([]byte, error) {
	if !isHash(hash) {
		return nil, notFound(hash)
	}
	object, err := b.client.GetObject(ctx, b.bucket, b.name(hash), minio.GetObjectOptions{})
	if err != nil {
		return nil, b.explain(err)
	}
	data, err := io.ReadAll(object)
	_ = object.Close() // it was only read
	switch {
	case minio.ToErrorResponse(err).Code == minio.NoSuchKey:
		return nil, notFound(hash)
	case err != nil:
		return nil, b.explain(err)
	}
	if err := intact(data, hash); err != nil {
		return nil, err
	}
	return data, nil
}

// Each visits the hashes of all files, in their order.
func (b *Bucket) Each(ctx context.Context, visit func(sha256 string) error) error {
	ctx, stop := context.WithCancel(ctx) // ends the listing where a visit fails
	defer stop()
	options := minio.ListObjectsOptions{Recursive: true}
	if b.prefix != "" {
		options.Prefix = b.prefix + "/"
	}
	for o := range b.client.ListObjects(ctx, b.bucket, options) {
		if o.Err != nil {
			return b.explain(o.Err)
		}
		if hash := path.Base(o.Key); isHash(hash) && o.Key == b.name(hash) {
			if err := visit(hash); err != nil {
				return err
			}
		}
	}
	return ctx.Err()
}

// Ready reports whether the bucket takes files.
func (b *Bucket) Ready(ctx context.Context) error {
	return b.write(ctx, path.Join(b.prefix, "ready"), []byte("ok\n"))
}

func (b *Bucket) name(hash string) string { return path.Join(b.prefix, hash[:2], hash[2:4], hash) }

// explain says what the store says, which names no secrets.
func (b *Bucket) explain(err error) error {
	if err == nil {
		return nil
	}
	answer := minio.ToErrorResponse(err)
	switch {
	case answer.Code == minio.NoSuchBucket:
		return ledger.Errorf(ledger.CodeUnavailable, "文件存储里没有名为“%s”的桶，请先建立", b.bucket)
	case answer.StatusCode == http.StatusForbidden:
		return ledger.Errorf(ledger.CodeUnavailable, "文件存储拒绝访问，请核对密钥和权限：%w", err)
	}
	return ledger.Errorf(ledger.CodeUnavailable, "文件存储不能使用：%w", fmt.Errorf("%s: %w", b.client.EndpointURL().Host, err))
}
