package store

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// SQLSTATEs with which a server refuses a connection.
const (
	noSuchDatabase  = "3D000"
	noAuthorization = "28"    // a class: the role, its password, pg_hba.conf
	noPrivilege     = "42501" // to connect to the database
)

// misconfigurations are SQLSTATEs of a server, or of a pool of connections before
// it, that is not set up as the program needs it.
var misconfigurations = map[string]string{
	"3F000":     "数据库地址里 search_path 写的模式（schema）不存在，请先建立，或改正地址",
	noPrivilege: "数据库用户的权限不够，请让它拥有这个数据库（或 search_path 写的模式）",
	// A statement was prepared on one connection and is run on another.
	"42P05": pooled,
	"26000": pooled,
}

const pooled = "数据库前面的连接池（如 pgbouncer）每个事务换一个连接，请在 DATABASE_URL 问号后面加 default_query_exec_mode=exec，或让连接池按会话分配连接"

// misconfigured says what must be set up otherwise before the database can be
// used; "" for any other error.
func misconfigured(err error) string { return misconfigurations[postgresCode(err)] }

// noConnection says why a server could not be connected to, and what to do.
func noConnection(err error, c *pgx.ConnConfig) string {
	at := net.JoinHostPort(c.Host, fmt.Sprint(c.Port))
	code := postgresCode(err)
	var unknown *net.DNSError
	var network *net.OpError
	var refusal *pgconn.PgError
	switch {
	case code == noSuchDatabase:
		return fmt.Sprintf("%s 上没有名为“%s”的数据库。请先在 PostgreSQL 里建立，或核对地址里的库名", at, c.Database)
	case strings.HasPrefix(code, noAuthorization), code == noPrivilege:
		return fmt.Sprintf("%s 不让用户“%s”登录。请核对用户名和密码（密码中的特殊字符要写成 %%XX），以及 PostgreSQL 的 pg_hba.conf", at, c.User)
	case code == tooManyConns:
		return at + " 的连接数已满。请稍后再试，或增大 PostgreSQL 的 max_connections"
	case misconfigured(err) != "":
		return misconfigured(err)
	case errors.As(err, &refusal):
		return fmt.Sprintf("%s 拒绝了连接：%s", at, refusal.Message)
	case errors.As(err, &unknown):
		return fmt.Sprintf("找不到主机“%s”。请核对地址里的主机名和本机的 DNS", c.Host)
	case errors.Is(err, context.DeadlineExceeded):
		return at + " 没有在限定的时间内应答。请核对地址、端口和防火墙"
	case errors.As(err, &network):
		return at + " 没有应答。请核对地址和端口，看 PostgreSQL 是否已启动、是否监听这个地址"
	case strings.Contains(fmt.Sprint(err), "tls") || strings.Contains(fmt.Sprint(err), "TLS"): // pgx has no type for it
		return at + " 的加密连接没有建立。请核对 PostgreSQL 的证书，或在内网用地址末尾的 ?sslmode=… 另选方式"
	}
	return at
}
