#!/bin/bash
# Fill a WordPress and serve it, all in this process group: serve.sh FOLDER
set -euo pipefail
export WORDPRESS_FOLDER=$1
cd "$1"
PATH=$PATH:/usr/sbin
mariadb-install-db --no-defaults --datadir="$1/db" --auth-root-authentication-method=normal \
  --skip-test-db --user="$(id -un)"
mariadbd --no-defaults --datadir="$1/db" --socket="$1/mariadb.sock" --skip-networking \
  --user="$(id -un)" &
until mariadb --no-defaults --socket="$1/mariadb.sock" -e "CREATE DATABASE wordpress"; do
  sleep 0.2
done
chmod 666 mariadb.sock
php "$(dirname "$0")/fill.php" "$1/site" "$1/articles.json"
{
  until [ -S php.sock ]; do sleep 0.1; done
  exec nginx -c "$1/nginx.conf" -g "daemon off;"
} &
# PHP-FPM would leave this group but that, in place of the script, it leads it.
exec /usr/sbin/php-fpm* --fpm-config "$1/php-fpm.conf"
