<?php
// What the installer would write: one database, reached by its socket; the proxy ends TLS.
$folder = getenv('WORDPRESS_FOLDER') ?: $_SERVER['WORDPRESS_FOLDER'];
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', "localhost:$folder/mariadb.sock");
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $name) {
    define("{$name}_KEY", "only for a benchmark $name");
    define("{$name}_SALT", "only for a benchmark, salt $name");
}
define('WP_HOME', 'https://portal.example');
define('WP_SITEURL', 'https://portal.example');
define('DISABLE_WP_CRON', true);  // as where cron does it
define('WP_AUTO_UPDATE_CORE', false);
define('WP_HTTP_BLOCK_EXTERNAL', true);
$table_prefix = 'wp_';
$_SERVER['HTTPS'] = 'on';
if (!defined('ABSPATH')) {
    define('ABSPATH', __DIR__ . '/');
}
require_once ABSPATH . 'wp-settings.php';
