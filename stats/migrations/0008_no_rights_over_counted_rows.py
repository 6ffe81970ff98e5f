from django.db import migrations

MODELS = [
    'hourtotal',
    'referrerday',
    'missedsearch',
    'dailysalt',
    'reader',
    'journaloffset',
    'publishedfigures',
]


def forget_rights(apps, schema_editor):
    """Delete the rights that were stored; none was ever asked for."""
    rights = apps.get_model('auth', 'Permission').objects
    names = [*MODELS, 'articleday']
    rights.filter(content_type__app_label='stats', content_type__model__in=names).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('stats', '0007_one_journal_a_process'),
    ]

    operations = [
        *(
            migrations.AlterModelOptions(name=name, options={'default_permissions': []})
            for name in MODELS
        ),
        migrations.AlterModelOptions(
            name='articleday',
            options={
                'default_permissions': [],
                'verbose_name': 'lượt xem bài theo ngày',
                'verbose_name_plural': 'lượt xem bài theo ngày',
            },
        ),
        # On the way back Django makes them anew by itself.
        migrations.RunPython(forget_rights, migrations.RunPython.noop),
    ]
