# shellcheck shell=sh disable=SC2034,SC2154,SC2086
# nginx.sh -- a real web server on the loopback, for test scripts.
#
# After world.sh:
#
#     nginx_start                 serves $site at $http, $http2 (TLS, HTTP/2;
#                                 its issuer is $issuer) and logs to $log
#     asked STATUS                how many requests were answered so
#
# /slow/ serves the same files, a drop at a time; /latin1/ says that they are
# in ISO-8859-1; /secret/ wants user "reader" and password "secret"; /strict/
# asks for https; /wp.xml?paged=2 is /wp-2.xml; /lasting/ has moved for good,
# /gone/ is gone so; /busy/ and /tired/ ask to be left alone (429, 503); /moved/,
# /away/ and /clear/ redirect to the same files at $http, by the name localhost,
# and without TLS.  The log has a line for each
# answer: status, protocol, path; in $log.long [X-Key] and [Cookie] follow.
# $log.coding has path and Content-Encoding; $brotli is empty where nginx has no
# brotli.
# nginx is ended with the script.

site=$work/site
mkdir -p "$site"

free_ports() {
	python3 -c 'import socket
held = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
print(*[s.getsockname()[1] for s in held])'
}

# An issuer, and a certificate of its for 127.0.0.1.
nginx_certificate() {
	(
		cd "$work/nginx" || exit 1
		openssl req -x509 -newkey rsa:2048 -nodes -days 2 \
		    -subj /CN=issuer -keyout issuer.key -out issuer.pem
		openssl req -new -newkey rsa:2048 -nodes \
		    -subj /CN=127.0.0.1 -keyout own.key -out own.csr
		echo "subjectAltName=IP:127.0.0.1,DNS:localhost" >own.ext
		openssl x509 -req -in own.csr -CA issuer.pem \
		    -CAkey issuer.key -CAcreateserial -days 2 \
		    -extfile own.ext -out own.pem
	) >"$work/nginx/openssl" 2>&1
}

# nginx_module NAME: loads one that is not built in, where there is one.
nginx_module() {
	for dir in /usr/lib/nginx/modules /usr/lib64/nginx/modules \
	    /usr/local/libexec/nginx; do
		[ -r "$dir/ngx_http_$1_module.so" ] || continue
		echo "load_module $dir/ngx_http_$1_module.so;"
		return
	done
}

nginx_conf() {

	nginx_module brotli_filter
	# Workers of root's server would be nobody, who may not see $work.
	[ "$(id -u)" -ne 0 ] || echo "user root;"
	cat <<END
pid $work/nginx/pid;
error_log $work/nginx/error.log warn;
worker_processes 1;
events { worker_connections 1024; }
http {
	types { application/rss+xml xml; text/html html; }
	default_type text/plain;
	log_format short '\$status \$server_protocol \$request_uri';
	log_format long '\$status \$server_protocol \$request_uri'
	    ' [\$http_x_key] [\$http_cookie]';
	log_format coding '\$request_uri \$sent_http_content_encoding';
	access_log $log short;
	access_log $log.long long;
	access_log $log.coding coding;
	gzip on;
	gzip_types application/rss+xml;
	$brotli
	client_body_temp_path $work/nginx/t1;
	proxy_temp_path $work/nginx/t2;
	fastcgi_temp_path $work/nginx/t3;
	uwsgi_temp_path $work/nginx/t4;
	scgi_temp_path $work/nginx/t5;
	server {
		listen 127.0.0.1:$1;
		listen 127.0.0.1:$2 ssl http2;
		ssl_certificate $work/nginx/own.pem;
		ssl_certificate_key $work/nginx/own.key;
		root $site;
		location = /wp.xml {
			if (\$arg_paged) {
				rewrite ^ /wp-\$arg_paged.xml? last;
			}
		}
		location /slow/ {
			alias $site/;
			gzip off;
			${brotli:+brotli off;}
			limit_rate 1k;
		}
		location /latin1/ {
			alias $site/;
			charset iso-8859-1;
		}
		location /moved/ {
			rewrite ^/moved(.*) http://127.0.0.1:$1\$1 redirect;
		}
		location /away/ {
			rewrite ^/away(.*) http://localhost:$1\$1 redirect;
		}
		location /clear/ {
			rewrite ^/clear(.*) http://127.0.0.1:$1\$1 redirect;
		}
		location /lasting/ {
			rewrite ^/lasting(.*) http://127.0.0.1:$1\$1 permanent;
		}
		location /gone/ {
			return 410;
		}
		location /busy/ {
			add_header Retry-After 3000 always;
			return 429;
		}
		location /tired/ {
			return 503;
		}
		location /strict/ {
			alias $site/;
			add_header Strict-Transport-Security max-age=600000;
		}
		location /secret/ {
			alias $site/;
			auth_basic papers;
			auth_basic_user_file $work/nginx/users;
		}
	}
}
END
}

nginx_start() {
	need nginx openssl python3
	mkdir -p "$work/nginx"
	log=$work/nginx/access.log issuer=$work/nginx/issuer.pem
	: >"$log"
	: >"$log.long"
	brotli=
	[ -z "$(nginx_module brotli_filter)" ] ||
	    brotli='brotli on; brotli_types application/rss+xml;'
	nginx_certificate || bail "openssl makes no certificate"
	echo "reader:$(openssl passwd -apr1 secret)" >"$work/nginx/users"
	# Between the search for a free port and its use somebody may take it.
	for _ in 1 2 3; do
		# shellcheck disable=SC2046
		set -- $(free_ports)
		nginx_conf "$1" "$2" >"$work/nginx/conf"
		nginx -p "$work/nginx" -c "$work/nginx/conf" \
		    -g 'daemon on;' 2>"$work/nginx/start" && break
	done
	[ -s "$work/nginx/pid" ] ||
	    bail "nginx does not start: $(cat "$work/nginx/start")"
	later "$(cat "$work/nginx/pid")"
	http=http://127.0.0.1:$1 http2=https://127.0.0.1:$2
}

asked() {
	grep -c "^$1 " "$log"
}

# faults_start: the server with faults of tests/unit/fetch_server.py, at
# $fault (http), $good, $vouches, $expired, $other (https; issuer: $trusted)
# $tls1 (https, TLS 1.1 only) and $dead (lets nobody in; port 0: not to be had
# here); $busy is six more of $fault, divided by blanks.
faults_start() {
	need python3
	mkfifo "$work/faults.in"
	python3 "$top/tests/unit/fetch_server.py" <"$work/faults.in" \
	    >"$work/faults" 2>&1 &
	later $!
	# It ends when this descriptor does, with the script.
	exec 8>"$work/faults.in"
	wait_for 60 [ -s "$work/faults" ] || bail "the fault server is silent"
	read -r p1 p2 p3 p4 p5 p6 trusted p7 others <"$work/faults"
	busy=$(printf 'http://127.0.0.1:%s ' $others)
	# shellcheck disable=SC2034
	fault=http://127.0.0.1:$p1 good=https://127.0.0.1:$p2 \
	    vouches=https://127.0.0.1:$p3 expired=https://127.0.0.1:$p4 \
	    other=https://127.0.0.1:$p5 dead=http://127.0.0.1:$p6 \
	    tls1=https://127.0.0.1:$p7
}
